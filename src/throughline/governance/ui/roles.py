"""Roles: what each permits in plain words, by module, and the form that defines one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.governance.access import RoleInput
from throughline.governance.access.conflicts import CHANGE
from throughline.governance.access.labels import meaning, module_of, permissions_by_module
from throughline.governance.access.lists import RoleFacts, holders_of_role, role, roles
from throughline.governance.duties import Duty
from throughline.governance.ui.usual_roles import TAKE
from throughline.kernel.digits import is_id
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Part,
    RecordScreen,
    Section,
    record_url,
)
from throughline.platform.ui.masters import VERSION
from throughline.platform.ui.sentences import said, tell

READ = "governance.access.read"


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage(roles(ctx, search=asked.search))


ROLES = ListScreen(
    slug="roles",
    title="Roles",
    permission=READ,
    nav=Nav("Set up", "Roles", "shield-check", 40),
    query=_page,
    columns=[
        Column("code", "Role", "code", priority=1),
        Column("name", "Name", value=lambda row: said(row.name), priority=1),
        Column(
            "duties",
            "Duties",
            value=lambda row: ", ".join(str(said(duty)) for duty in row.duties) or "none",
            priority=2,
            width=300,
        ),
        Column("count", "Permissions", "number", value=lambda row: len(row.permissions)),
        Column("holders", "Held by", "number", priority=2),
        Column("own", "Of", value=lambda row: "this company" if row.is_own else "the installation", dim=True),
    ],
    row_url=lambda row: record_url("roles", row.id),
    new=Action("Define a role", form="roles/define", key="N", dialog=False),
    actions=[TAKE],
    empty=Empty("No roles", "Take the usual roles to begin with, or define one."),
)


@dataclass(frozen=True, slots=True)
class Permitted:
    """A permission of a role in plain words, with the operations that ask for it."""

    module: str
    code: str
    meaning: str
    operations: str
    duty: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the role, and until when."""

    id: int
    login: str
    person: str
    valid_to: date | None


def _sections(ctx: Ctx, found: RoleFacts) -> Sequence[Section]:
    holders = [Holder(*row) for row in holders_of_role(ctx, found.id)]
    held = Grid(
        "Held by",
        holders,
        [
            Column("person", "Person", priority=1, url=lambda row: record_url("people", row.id)),
            Column("login", "User name", "code"),
            Column("valid_to", "Until", "date", priority=2),
        ],
        empty="Nobody in this company.",
    )
    return [Grid("Permissions", _permitted(found), _PERMISSIONS), held]


_PERMISSIONS = [
    Column("module", "Where", priority=2, width=130),
    Column("meaning", "What it lets one do", priority=1),
    Column("duty", "Needs the duty", priority=2),
    Column("code", "Permission", "code"),
    Column("operations", "Operations", dim=True, width=260, priority=4),
]


def _permitted(found: RoleFacts) -> list[Permitted]:
    told = []
    for code in found.permissions:
        asking = [spec for spec in OPERATIONS.values() if spec.permission == code]
        names = ", ".join(sorted(spec.name for spec in asking))
        duty = next((spec.duty for spec in asking if spec.duty), "")
        told.append(Permitted(module_of(code), code, meaning(code), names, duty))
    return sorted(told, key=lambda one: (one.module, one.meaning))


def _actions(ctx: Ctx, found: RoleFacts) -> Sequence[Action]:
    if not ctx.may(CHANGE):
        return []
    if not found.is_own:
        return [Action("Define an own one like it", form="roles/define", query={"like": found.id}, dialog=False)]
    return [
        Action("Change", form="roles/define", query={"role": found.id}, primary=True, dialog=False, key="E"),
        Action("Copy to a new role", form="roles/define", query={"like": found.id}, dialog=False),
        Action(
            "Withdraw",
            form="roles/withdraw",
            query={"role": found.id},
            danger=True,
            disabled_reason=tell("held by {count}", count=found.holders) if found.holders else "",
        ),
    ]


ROLE = RecordScreen(
    subject=Subject("platform.role", (Kept("platform_role"),)),
    slug="roles",
    parent="roles",
    permission=READ,
    load=role,
    title="name",
    code="code",
    subtitle=lambda found: [
        Part(found.code, code=True),
        "" if found.is_own else "came with the installation; it cannot be changed here",
    ],
    facts=lambda ctx, found: [
        Fact("Duties", ", ".join(found.duties) or "none"),
        Fact("Permissions", len(found.permissions), "number"),
        Fact("Held by", found.holders, "number"),
    ],
    actions=_actions,
    sections=_sections,
)


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    source = query.get("role") or query.get("like") or ""
    if not is_id(source):
        return {"version": 0}
    known = role(ctx, int(source))
    kept = {"permissions": known.permissions, "duties": known.duties}
    if query.get("role"):
        return {**kept, "code": known.code, "name": known.name, "version": known.version}
    return {**kept, "version": 0}


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    known = asked.get("role") if "version" not in asked else asked["version"] not in ("", "0")
    code = Field("code", "Code", required=True, help="The code it is known by, for good", width=200)
    return [Field("code", kind="hidden", required=True) if known else code, VERSION, *_ASKED]


_ASKED = [
    Field("name", "Name", required=True, width=300),
    Field(
        "duties",
        "Duties",
        "several",
        groups=[("", [(str(duty), str(duty).capitalize()) for duty in Duty])],
        help="Conflicting duties cannot stand in one role",
    ),
    Field("permissions", "Permissions", "several", groups=lambda ctx: list(permissions_by_module().items())),
]

DEFINE = OperationForm(
    slug="roles/define",
    title=lambda ctx, values: tell("Change {name}", name=values["name"]) if values.get("name") else "Define a role",
    operation="governance.define_roles",
    parent="roles",
    submit_label="Save the role",
    text="What it permits holds at once for everybody who has it in this company.",
    fields=_fields,
    initial=_initial,
    arguments=lambda ctx, values: {"roles": [RoleInput(**values | {"version": values.get("version") or 0})]},
    on_done=lambda ctx, result, values: Done(record_url("roles", result[0]), "Role saved."),
)

WITHDRAW = OperationForm(
    slug="roles/withdraw",
    title="Withdraw the role",
    operation="governance.withdraw_roles",
    parent="roles",
    submit_label="Withdraw",
    danger=True,
    fields=[Field("role", kind="hidden", parse=int, required=True)],
    arguments=lambda ctx, values: {"roles": [values["role"]]},
    on_done=lambda ctx, result, values: Done("/roles/", "Role withdrawn."),
)
