"""People of the company: who works here, in which roles, with which duties and conflicts; inviting and letting go."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.access import conflicts, holdings, works_elsewhere
from throughline.governance.access.conflicts import CHANGE, Conflict, Holding
from throughline.governance.access.labels import meaning, module_of
from throughline.governance.access.lists import (
    PersonFacts,
    deeds_on_person,
    people,
    person,
    roles,
    sign_ins_of,
)
from throughline.governance.signin.words import METHODS, OUTCOMES
from throughline.governance.ui.conflicts import through_words
from throughline.platform.database.statements import rows
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Entry,
    Fact,
    Filter,
    Finding,
    Findings,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Part,
    RecordScreen,
    Section,
    Status,
    Timeline,
    Two,
    View,
    disc,
    form_url,
    octagon,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import day
from throughline.platform.ui.sentences import said, tell

READ = "governance.access.read"


def now_of(row: PersonFacts) -> Status:
    """Say how a person stands: working, locked out, not yet signed in, or gone."""
    if not row.roles:
        return ring("No role here")
    if not row.is_active:
        return ring("Switched off")
    if row.blocked_until:
        return octagon("Locked, wrong passwords")
    if not row.has_password and not row.factors and row.last_login is None:
        return triangle("Has not come yet")
    return disc("Active")


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = people(
        ctx,
        search=asked.search,
        after=asked.cursor or "",
        limit=asked.size + 1,
        gone=asked.one("gone") == "1",
        role=asked.one("role") or "",
    )
    return ListPage.cut(found, asked.size, lambda row: row.username)


def _told(names: str) -> str:
    """Say the names of roles, as far as they are words of ours."""
    return str(said(names)) if said(names) != names else ", ".join(str(said(one)) for one in names.split(", "))


def _role_codes(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one.code, str(said(one.name))) for one in roles(ctx)]


PEOPLE = ListScreen(
    slug="people",
    title="People",
    permission=READ,
    nav=Nav("Set up", "People", "users", 30),
    query=_page,
    columns=[
        Column("username", "User name", "code", priority=1),
        Column("name", "Name", priority=1),
        Column("roles", "Roles", value=lambda row: _told(row.roles), priority=2),
        Column("duties", "Duties", width=260),
        Column("factors", "Second factor", value=lambda row: row.factors or "none", dim=True),
        Column("last_login", "Last signed in", "datetime", priority=4),
        Column("now", "Now", "status", value=now_of, priority=2),
    ],
    filters=[Filter("role", "Role", choices=_role_codes), Filter("gone", "Without role", "flag")],
    views=[View("here", "Work here"), View("gone", "Gone", {"gone": ["1"]})],
    row_url=lambda row: record_url("people", row.id),
    new=Action("Invite a person", form="people/invite", key="N", dialog=False),
    empty=Empty("Nobody here", "People appear when an administrator gives them a role in this company."),
)


@dataclass(frozen=True, slots=True)
class _Permitted:
    module: str
    meaning: str
    code: str
    through: str


def _permitted(ctx: Ctx, held: Sequence[Holding]) -> list[_Permitted]:
    """List what a person may do in plain words, with the roles that permit it, by module."""
    found = rows(
        "SELECT id, permissions FROM platform_role WHERE id = ANY(%s)", [sorted({one.role_id for one in held})]
    )
    names = {one.role_id: one.role for one in held}
    through: dict[str, list[str]] = {}
    for number, codes in found:
        for code in codes:
            through.setdefault(code, []).append(names[number])
    told = [_Permitted(module_of(code), meaning(code), code, ", ".join(by)) for code, by in through.items()]
    return sorted(told, key=lambda one: (one.module, one.meaning))


def conflict_findings(found: Sequence[Conflict], may_change: bool = True) -> list[Finding]:
    """Say which duties conflict: what stops them, or which exception lets them pass, with the way to record one."""
    return [_finding(one, may_change) for one in found]


def _finding(one: Conflict, may_change: bool) -> Finding:
    if one.is_excepted:
        facts = f"Until {day(one.until)} · approved by {one.approver} · {one.reason}"
        return Finding(
            "warn",
            tell("{person} holds {duties}, by a recorded exception.", person=one.person, duties=through_words(one)),
            facts,
        )
    record = Action(
        "Record an exception",
        form="people/exception",
        query={"user": one.user_id, "duty": one.duty, "conflicting": one.conflicting},
        dialog=False,
    )
    facts = "Nobody combines these without a recorded exception: approver, reason, end."
    return Finding(
        "block",
        tell("{person} would hold {duties}.", person=one.person, duties=through_words(one)),
        facts,
        [record] if may_change else [],
    )


def _sections(ctx: Ctx, row: PersonFacts) -> Sequence[Section]:
    held = holdings(ctx, [row.id])
    against = conflicts(ctx, held)
    may_change = ctx.may(CHANGE)
    sections: list[Section] = []
    if against:
        sections.append(Findings(conflict_findings(against, may_change), "Conflicts of duties"))
    sections.append(_roles_grid(row, held, may_change))
    sections.append(_permission_grid(ctx, held))
    sections.append(Two(_deeds(ctx, row), _sign_ins(row)))
    return sections


def _roles_grid(row: PersonFacts, held: Sequence[Holding], may_change: bool) -> Grid:
    def take(one: Holding) -> str:
        return form_url("people/take-role", user=row.id, role=one.code)

    columns = [
        Column("role", "Role", priority=1, url=lambda one: record_url("roles", one.role_id)),
        Column(
            "duties",
            "Duties",
            value=lambda one: ", ".join(str(said(duty)) for duty in one.duties) or "none",
            priority=2,
        ),
        Column("valid_to", "Until", "date", priority=2),
    ]
    if may_change:
        columns.append(Column("take", "Take away", "link", lambda one: "Take away", url=take, priority=2))
    return Grid("Roles in this company", held, columns, empty="None: nothing can be done here.")


def _permission_grid(ctx: Ctx, held: Sequence[Holding]) -> Grid:
    columns = [
        Column("module", "Where", priority=2, width=130, dim=True),
        Column("meaning", "May", priority=1),
        Column("through", "Through", value=lambda one: _told(one.through)),
        Column("code", "Permission", "code", priority=4),
    ]
    return Grid("What this lets the person do", _permitted(ctx, held), columns)


DEEDS = {
    "governance.invite_users": "Invited",
    "governance.give_roles": "Given a role",
    "governance.take_roles": "A role taken away",
    "governance.change_users": "Name or mail changed",
    "governance.deactivate_users": "All roles ended",
    "governance.record_duty_exceptions": "Exception of duties recorded",
    "governance.end_duty_exceptions": "Exception of duties ended",
    "governance.make_sign_in_links": "One-time link made",
    "governance.reset_second_factors": "Second factors removed",
    "governance.unlock_users": "Unlocked",
}


def _deeds(ctx: Ctx, row: PersonFacts) -> Timeline:
    told = [
        Entry(deed.at, DEEDS.get(deed.name) or OPERATIONS[deed.name].meaning, deed.actor, tone="")
        for deed in deeds_on_person(ctx, row.id)
        if deed.name in OPERATIONS
    ]
    return Timeline("What happened to this access", told)


def _sign_ins(row: PersonFacts) -> Timeline:
    told = [
        Entry(
            one.at,
            f"{METHODS.get(one.method, one.method)}: {OUTCOMES.get(one.outcome, one.outcome)}",
            one.address,
            tone="stop" if one.outcome in ("wrong", "blocked") else "",
        )
        for one in sign_ins_of(row.id)
    ]
    return Timeline("Signing in", told)


def _actions(ctx: Ctx, row: PersonFacts) -> Sequence[Action]:
    if not ctx.may(CHANGE):
        return []
    query = {"user": row.id}
    shared = row.id in works_elsewhere(ctx, [row.id])
    reason = "works in another company too: credentials belong to the person" if shared else ""
    found = [Action("Give a role", form="people/give-role", query=query, primary=True, dialog=False)]
    if row.blocked_until:
        found.append(Action("Unlock", form="people/unlock", query=query))
    found += [
        Action("Make a one-time link", form="people/link", query=query, icon="link", disabled_reason=reason),
        Action("Change name or mail", form="people/change", query=query, icon="pencil", disabled_reason=reason),
    ]
    if row.factors:
        found.append(Action("Remove second factors", form="people/factors", query=query, disabled_reason=reason))
    if row.roles:
        found.append(Action("End all roles here", form="people/deactivate", query=query, danger=True))
    return found


def _facts(ctx: Ctx, row: PersonFacts) -> Sequence[Fact]:
    return [
        Fact("Mail", row.email or "none"),
        Fact("Duties", row.duties or "none"),
        Fact("Second factor", row.factors or "none"),
        Fact("Last signed in", row.last_login, "datetime"),
        *([Fact("Locked until", row.blocked_until, "datetime", tone="stop")] if row.blocked_until else []),
    ]


def _subtitle(row: PersonFacts) -> Sequence[str | Part]:
    return [Part(row.username, code=True), _told(row.roles) or "no role in this company"]


PERSON = RecordScreen(
    subject=Subject("platform.user"),
    slug="people",
    parent="people",
    permission=READ,
    load=person,
    title="name",
    code="username",
    subtitle=_subtitle,
    status=now_of,
    facts=_facts,
    actions=_actions,
    sections=_sections,
)
