"""Which passwords are good enough, and checking one without telling by time whether the login exists."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError

from throughline.kernel.errors import InvalidInput
from throughline.platform.models import User

LONGEST = 256


def refuse_weak(password: str, user: User, length: int, field: str = "new") -> None:
    """Refuse a password that is too short, too long, well known, or made of the person's own name."""
    if len(password) < length:
        raise InvalidInput("password_short", f"{len(password)} characters; {length} are asked for.", field=field)
    if len(password) > LONGEST:
        raise InvalidInput("password_long", f"{LONGEST} characters at most.", field=field)
    similar = UserAttributeSimilarityValidator(("username", "name", "email"))
    try:
        _common().validate(password)
        similar.validate(password, user)
    except ValidationError as error:
        known = error.code == "password_too_common"
        told = "This password is on every attacker's list." if known else "Too close to your name, login or mail."
        message = f"{told} Several words that do not belong together are better."
        raise InvalidInput("password_weak", message, field=field) from error


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


@cache
def _nobody() -> str:
    return make_password("nobody has this password")


def is_right(password: str, user: User | None) -> bool:
    """Say whether a password is a person's; it takes as long for a login that nobody has."""
    if len(password) > LONGEST:
        password = ""
    if user is None or not user.has_usable_password():
        check_password(password, _nobody())
        return False
    return check_password(password, user.password) and user.is_active
