"""Forms of the administrator on people: invite, give and take a role, exceptions, change, let go."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.access import (
    DutyExceptionInput,
    Grant,
    Invitation,
    PersonChange,
    conflicts,
    holdings,
)
from throughline.governance.access.conflicts import Conflict
from throughline.governance.access.grants import RoleHead, roles_by_code, would_hold
from throughline.governance.access.lists import RoleFacts, people_choices, person, roles
from throughline.governance.access.people import LANGUAGES
from throughline.governance.duties import Duty, conflicting
from throughline.governance.ui.people import conflict_findings
from throughline.kernel.digits import is_id
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Done, Field, Grid, OperationForm, Preview, Section, record_url
from throughline.platform.ui.sentences import said, tell

USER = Field("user", kind="hidden", parse=int, required=True)


def _role_choices(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one.code, str(said(one.name))) for one in roles(ctx)]


def _duties_of(role: RoleFacts) -> str:
    return ", ".join(str(said(duty)) for duty in role.duties) or tell("no duty")


def _role_groups(ctx: Ctx) -> list[tuple[str, list[tuple[str, str]]]]:
    told = [(one.code, f"{said(one.name)} ({_duties_of(one)})") for one in roles(ctx)]
    return [("", told)]


def named(words: str) -> Any:
    """Make a title that names the person a form is about."""

    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        name = person(ctx, int(values["user"])).name if values.get("user") else said("a person")
        return tell(words, name=name)

    return title


def back_to_person(toast: str) -> Any:
    """Lead back to the person, with what was done."""

    def done(ctx: Ctx, result: Any, values: Mapping[str, Any]) -> Done:
        return Done(record_url("people", values["user"]), toast)

    return done


def _others(ctx: Ctx, coming: RoleHead, found: Sequence[Conflict]) -> Grid:
    """Show who else holds the duties that the role brings, so that another way can be found."""
    duties = set(coming.duties)
    others = [one for one in holdings(ctx) if duties & set(one.duties)]
    columns = [
        Column("person", "Person", priority=1, url=lambda one: record_url("people", one.user_id)),
        Column("role", "Role", priority=2),
        Column("duties", "Duties", value=lambda one: ", ".join(one.duties)),
        Column("valid_to", "Until", "date"),
    ]
    return Grid(f"Who has {' and '.join(sorted(duties))} already", others, columns, card=True, empty="Nobody yet.")


def _report(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say before the deed which duties would conflict, through which roles, and who else could take them."""
    if not values.get("user") or not values.get("role"):
        return Preview()
    grant = Grant(int(values["user"]), values["role"], values.get("valid_to"))
    known = roles_by_code(ctx, [grant.role])
    found = conflicts(ctx, would_hold(ctx, [grant], known))
    coming = known[grant.role]
    sections: list[Section] = []
    if coming.duties:
        sections.append(_others(ctx, coming, found))
    return Preview(findings=conflict_findings(found), sections=sections)


INVITE = OperationForm(
    slug="people/invite",
    title="Invite a person",
    operation="governance.invite_users",
    parent="people",
    submit_label="Invite",
    text="A user name that is known, perhaps from another company, is linked: name, mail and password stay as "
    "they are.",
    fields=[
        Field("username", "User name", required=True, help="To sign in with; a mail address will do", width=300),
        Field("name", "Name", required=True, width=300),
        Field("email", "Mail", help="For the one-time link, where mail is set up", width=300),
        Field("language", "Language", "select", choices=list(LANGUAGES.items()), required=True, width=160),
        Field("valid_to", "Roles end on", "date", help="Empty: without an end"),
        Field("roles", "Roles", "several", required=True, groups=_role_groups),
    ],
    initial=lambda ctx, query: {"language": "en-gb"},
    arguments=lambda ctx, values: {"users": [Invitation(**values)]},
    on_done=lambda ctx, result, values: Done(
        record_url("people", result[0]), f"{values['name']} invited. Make a one-time link, so that they can sign in."
    ),
)

GIVE = OperationForm(
    slug="people/give-role",
    title=named("Give {name} a role"),
    operation="governance.give_roles",
    parent="people",
    submit_label="Give the role",
    fields=[
        USER,
        Field("role", "Role", "select", choices=_role_choices, required=True, width=300),
        Field("valid_to", "Until", "date", help="That day included; empty: without an end"),
    ],
    arguments=lambda ctx, values: {"grants": [Grant(values["user"], values["role"], values.get("valid_to"))]},
    preview=_report,
    on_done=back_to_person("Role given."),
)

TAKE = OperationForm(
    slug="people/take-role",
    title=named("Take a role from {name}"),
    operation="governance.take_roles",
    parent="people",
    submit_label="Take the role away",
    danger=True,
    text="It ends at once, in this company only.",
    fields=[USER, Field("role", "Role", "select", choices=_role_choices, required=True, width=300)],
    arguments=lambda ctx, values: {"grants": [Grant(values["user"], values["role"])]},
    on_done=back_to_person("Role taken away."),
)

CHANGE_PERSON = OperationForm(
    slug="people/change",
    title=named("Change name or mail of {name}"),
    operation="governance.change_users",
    parent="people",
    submit_label="Save person",
    fields=[
        USER,
        Field("name", "Name", required=True, width=300),
        Field("email", "Mail", width=300),
        Field("language", "Language", "select", choices=list(LANGUAGES.items()), required=True, width=160),
    ],
    initial=lambda ctx, query: _known(ctx, query),
    arguments=lambda ctx, values: {
        "users": [PersonChange(values["user"], values["name"], values["email"], values["language"])]
    },
    on_done=back_to_person("Saved."),
)


def _known(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    if not is_id(query.get("user", "")):
        return {}
    found = person(ctx, int(query["user"]))
    return {"user": found.id, "name": found.name, "email": found.email, "language": found.language}


DEACTIVATE = OperationForm(
    slug="people/deactivate",
    title=named("End all roles of {name} here"),
    operation="governance.deactivate_users",
    parent="people",
    submit_label="End all roles",
    danger=True,
    text="The person can do nothing in this company from now on. What the person holds elsewhere stays.",
    fields=[USER],
    arguments=lambda ctx, values: {"users": [values["user"]]},
    on_done=back_to_person("All roles ended."),
)


def _duties(ctx: Ctx) -> list[tuple[str, str]]:
    return [(str(duty), str(duty).capitalize()) for duty in Duty]


def _exception_preview(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    duty = values.get("duty")
    if not duty:
        return Preview()
    against = conflicting(duty, frozenset(str(one) for one in Duty))
    columns = [Column("duty", "Duty", value=lambda one: str(one), priority=1)]
    return Preview(sections=[Grid(f"What conflicts with {duty}", against, columns, card=True)])


EXCEPTION = OperationForm(
    slug="people/exception",
    title="Record an exception of duties",
    operation="governance.record_duty_exceptions",
    parent="people",
    submit_label="Record the exception",
    text="A person may combine two conflicting duties for a time, when another person has approved it.",
    fields=[
        Field("user", "Person", "select", choices=people_choices, required=True, width=240),
        Field("duty", "Duty", "select", choices=_duties, required=True, width=180),
        Field("conflicting", "Together with", "select", choices=_duties, required=True, width=180),
        Field("approved_by", "Approved by", "select", choices=people_choices, required=True, width=240),
        Field("valid_to", "Until", "date", required=True, help="A year at most"),
        Field("reason", "Reason", "textarea", required=True, wide=True, help="What is done instead to watch over it"),
    ],
    arguments=lambda ctx, values: {
        "exceptions": [
            DutyExceptionInput(
                int(values["user"]),
                values["duty"],
                values["conflicting"],
                values["reason"],
                values["valid_to"],
                int(values["approved_by"]),
            )
        ]
    },
    preview=_exception_preview,
    on_done=back_to_person("Exception recorded. The role can be given now."),
)

END_EXCEPTION = OperationForm(
    slug="people/end-exception",
    title="End the exception",
    operation="governance.end_duty_exceptions",
    parent="people",
    submit_label="End the exception",
    danger=True,
    text="The roles stay; from now on the conflicting deeds are refused.",
    fields=[Field("exception", kind="hidden", parse=int, required=True)],
    arguments=lambda ctx, values: {"exceptions": [values["exception"]]},
    on_done=lambda ctx, result, values: Done("/duty-conflicts/", "Exception ended."),
)

FORMS = (INVITE, GIVE, TAKE, CHANGE_PERSON, DEACTIVATE, EXCEPTION, END_EXCEPTION)
