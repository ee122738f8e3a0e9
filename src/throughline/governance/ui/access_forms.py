"""Forms and the page with which an administrator helps people who cannot get in: link, second factor, unlocking."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from throughline.governance.access.conflicts import CHANGE
from throughline.governance.signin import links
from throughline.governance.ui.people_forms import USER, back_to_person, named
from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, OperationForm
from throughline.platform.ui.access import page, screen_view
from throughline.platform.ui.shell import Crumb

LINK = OperationForm(
    slug="people/link",
    title=named("Make a one-time link for {name}"),
    operation="governance.make_sign_in_links",
    parent="people",
    submit_label="Make the link",
    text="It lets the person set a password once. Links made before end.",
    fields=[USER],
    arguments=lambda ctx, values: {"users": [values["user"]]},
    on_done=lambda ctx, result, values: Done(f"/people/link/{result[0]}/"),
)

FACTORS = OperationForm(
    slug="people/factors",
    title=named("Remove the second factors of {name}"),
    operation="governance.reset_second_factors",
    parent="people",
    submit_label="Remove them",
    danger=True,
    text="Passkeys, authenticator and recovery codes go, and the person is signed out everywhere. Make sure that it"
    " is the person who asks.",
    fields=[USER],
    arguments=lambda ctx, values: {"users": [values["user"]]},
    on_done=back_to_person("Second factors removed."),
)

UNLOCK = OperationForm(
    slug="people/unlock",
    title=named("Unlock {name}"),
    operation="governance.unlock_users",
    parent="people",
    submit_label="Unlock",
    fields=[USER],
    arguments=lambda ctx, values: {"users": [values["user"]]},
    on_done=back_to_person("Unlocked."),
)

FORMS = (LINK, FACTORS, UNLOCK)


def link_routes() -> list[URLPattern]:
    """Give the address of the page that shows a link to who made it."""
    return [path("people/link/<int:number>/", screen_view(show_link, CHANGE), name="people-link")]


def show_link(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
    """Show a link that is open to the administrator who made it, and to nobody else; mail it where that is possible."""
    found = rows(
        """SELECT user_id, expires_at FROM platform_sign_in_link
           WHERE id = %s AND made_by = %s AND used_at IS NULL AND expires_at > %s""",
        [number, ctx.actor_id, ctx.now],
    )
    if not found:
        raise NotFound("link_over", "There is no such open link of yours.")
    person = User.objects.get(pk=found[0][0])
    address = request.build_absolute_uri(reverse("sign-in-link", args=[links.token_of(number)]))
    context = {
        "title": "One-time link",
        "person": person,
        "until": found[0][1],
        "address": address,
        "mailed": links.send(person, address),
    }
    crumbs = [Crumb("People", "/people/"), Crumb(str(person), f"/people/{person.pk}/"), Crumb("One-time link")]
    return page(request, ctx, "signin/made_link.html", context, crumbs=crumbs)
