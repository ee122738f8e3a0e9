"""One-time links: signed, so that they are kept nowhere, and sent by mail where the installation can."""

import threading

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import system_clock

SALT = "throughline.sign-in-link"
log = structlog.get_logger()


def token_of(link: int) -> str:
    """Give what stands in the address of a link."""
    return signing.dumps(link, salt=SALT)


def link_of(token: str) -> tuple[int, User]:
    """Give the number of a link that is open, and whose it is."""
    try:
        number = int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _over() from error
    found = rows(
        "SELECT user_id FROM platform_sign_in_link WHERE id = %s AND used_at IS NULL AND expires_at > %s",
        [number, system_clock()],
    )
    if not found:
        raise _over()
    return number, User.objects.get(pk=found[0][0])


def _over() -> NotFound:
    return NotFound("link_over", "This link was used or has expired. Ask for a new one.")


def mail_is_set_up() -> bool:
    """Say whether the installation can send mail."""
    return bool(settings.MAIL_IS_SET_UP)


def send(user: User, address: str) -> bool:
    """Send a link to the person's mail, beside the request so that its time tells nothing; say whether it goes out.

    A mail that is lost is asked for again; nothing depends on it.
    """
    if not mail_is_set_up() or not user.email:
        return False
    threading.Thread(target=_send, args=(user.email, str(user), address), daemon=True).start()
    return True


def _send(email: str, name: str, address: str) -> None:
    text = (
        f"{name},\n\nthis link lets you set a password for Throughline once:\n\n{address}\n\n"
        "If you have not asked for it, nobody can use it but who reads this mail; tell your administrator."
    )
    try:
        send_mail("Set your password for Throughline", text, None, [email])
    except OSError:
        log.warning("mail was not accepted", subject="sign-in link")
