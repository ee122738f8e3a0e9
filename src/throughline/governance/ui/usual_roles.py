"""Taking the usual roles: a new company ticks what it needs, and changes it later as any other role."""

from collections.abc import Mapping
from typing import Any

from throughline.governance.access.lists import roles
from throughline.governance.access.usual import USUAL
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Done, Empty, Field, OperationForm, list_url
from throughline.platform.ui.sentences import said, tell, tell_count

SLUG = "roles/usual"
TAKE = Action("Take the usual roles", form=SLUG, dialog=False)


def _missing(ctx: Ctx) -> dict[str, str]:
    """Give the usual roles of whose code the company has none, each in words."""
    there = {role.code for role in roles(ctx) if role.is_own}
    return {
        code: tell("{role}: {about}", role=said(role.name), about=said(role.about))
        for code, role in USUAL.items()
        if code not in there
    }


def _groups(ctx: Ctx) -> list[tuple[str, list[tuple[str, str]]]]:
    return [("", list(_missing(ctx).items()))]


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    return {"roles": list(_missing(ctx))}


def _idle(ctx: Ctx) -> Empty | None:
    """Say that all of them are there, and lead to them; people get roles on a page of their own."""
    if _missing(ctx):
        return None
    return Empty(
        "All usual roles are there",
        "The company has a role of each usual code. Change one on its page; give roles to people under People.",
        action=Action("See the roles", url=list_url("roles")),
    )


USUAL_ROLES = OperationForm(
    slug=SLUG,
    title="Take the usual roles",
    operation="governance.define_roles",
    parent="roles",
    submit_label="Make these roles",
    text="Each has the one duty it needs, so that nobody acts with two that conflict. Change or withdraw them later.",
    fields=[
        Field(
            "roles",
            "Roles",
            "several",
            required=True,
            groups=_groups,
            help="Those of whose code the company has none yet",
        )
    ],
    initial=_initial,
    idle=_idle,
    arguments=lambda ctx, values: {"roles": [USUAL[code].asked() for code in values["roles"]]},
    on_done=lambda ctx, result, values: Done(
        list_url("roles"), tell_count(len(result), "{count} role made.", "{count} roles made.")
    ),
)
