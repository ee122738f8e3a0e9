"""People of the company with their roles, and what each role permits, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.access import PERMISSIONS
from throughline.governance.watch import PersonFacts, RoleFacts, people, role_by_id, roles
from throughline.kernel.errors import NotFound
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.ui import (
    Column,
    Empty,
    Fact,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Part,
    RecordScreen,
    Section,
    Status,
    disc,
    record_url,
    ring,
)

READ = "governance.access.read"


def _status(active: bool) -> Status:
    return disc("Active") if active else ring("Switched off")


def _people(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = people(ctx, search=asked.search, after=asked.cursor or "", limit=asked.size + 1)
    shown = found[: asked.size]
    return ListPage(shown, shown[-1].username if len(found) > asked.size else None)


def _now(row: PersonFacts) -> Status:
    return _status(row.is_active)


PEOPLE = ListScreen(
    slug="people",
    title="People",
    permission=READ,
    nav=Nav("Set up", "People", "users", 30),
    query=_people,
    columns=[
        Column("username", "Login", "code", priority=1),
        Column("name", "Name", priority=1),
        Column("roles", "Roles", priority=2),
        Column("duties", "Duties"),
        Column("now", "Now", "status", value=_now, priority=2),
    ],
    empty=Empty("Nobody here", "People appear when an administrator gives them a role in this company."),
)


def _roles(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage(roles(ctx, search=asked.search))


ROLES = ListScreen(
    slug="roles",
    title="Roles",
    permission=READ,
    nav=Nav("Set up", "Roles", "shield-check", 40),
    query=_roles,
    columns=[
        Column("code", "Role", "code", priority=1),
        Column("name", "Name", priority=1),
        Column("duties", "Duties", value=lambda row: ", ".join(row.duties) or "none", priority=2),
        Column("count", "Permissions", "number", value=lambda row: len(row.permissions)),
        Column("holders", "Held by", "number", priority=2),
    ],
    row_url=lambda row: record_url("roles", row.id),
    empty=Empty("No roles", "Roles come with the company's set-up."),
)


@dataclass(frozen=True, slots=True)
class Permitted:
    """A permission of a role in plain words, with the operations that ask for it."""

    code: str
    meaning: str
    operations: str
    duty: str


def load(ctx: Ctx, id: int) -> RoleFacts:
    """Read a role."""
    found = role_by_id(ctx, id)
    if found is None:
        raise NotFound("role_unknown", f"There is no role {id}.", role=id)
    return found


def _sections(ctx: Ctx, role: RoleFacts) -> Sequence[Section]:
    rows = []
    for code in role.permissions:
        asking = [spec for spec in OPERATIONS.values() if spec.permission == code]
        meaning = PERMISSIONS.get(code) or next((spec.meaning for spec in asking), "")
        names = ", ".join(sorted(spec.name for spec in asking))
        rows.append(Permitted(code, meaning, names, next((spec.duty for spec in asking if spec.duty), "")))
    columns = [
        Column("code", "Permission", "code", priority=1),
        Column("meaning", "What it lets one do", priority=2),
        Column("operations", "Operations", dim=True, width=260),
        Column("duty", "Needs the duty", priority=2),
    ]
    return [Grid("Permissions", rows, columns)]


ROLE = RecordScreen(
    slug="roles",
    parent="roles",
    permission=READ,
    load=load,
    title="name",
    code="code",
    subtitle=lambda role: [Part(role.code, code=True)],
    facts=lambda ctx, role: [
        Fact("Duties", ", ".join(role.duties) or "none"),
        Fact("Permissions", len(role.permissions), "number"),
        Fact("Held by", role.holders, "number"),
    ],
    sections=_sections,
)
