"""Screens of governance: home, exceptions, policies, people and roles."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.governance.list_choices import look_of
from throughline.governance.organisation import sites
from throughline.governance.policies import Dimension, declare_scope
from throughline.governance.ui import (
    access_forms,
    administration,
    approvals,
    company,
    conflicts,
    exceptions,
    first_day,
    history,
    holds,
    home,
    notifications,
    people,
    people_forms,
    policies,
    policy_compare,
    policy_forms,
    policy_kinds,
    roles,
    series,
    site_calendar,
    tokens,
    usual_roles,
    views,
)
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx
from throughline.platform.ui import first_day as steps
from throughline.platform.ui import homes, record_url, screens
from throughline.platform.ui.shell import set_bell, set_company_names
from throughline.platform.ui.slots import looks, own_views, record_sections


def company_names(ids: Sequence[int]) -> Mapping[int, str]:
    """Give the names of companies."""
    return dict(rows("SELECT id, name FROM governance_company WHERE id = ANY(%s)", [list(ids)]))


def _threads(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    """Show a thread as the document at its root."""
    found = rows("SELECT id, root_kind, root_id FROM governance_thread WHERE id = ANY(%s)", [list(ids)])
    roots = refs.resolve(DocumentRef(kind, root) for _, kind, root in found)
    return {number: roots[DocumentRef(kind, root)] for number, kind, root in found}


def _policies(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    found = rows("SELECT id, name FROM governance_policy_rule WHERE id = ANY(%s)", [list(ids)])
    return {number: refs.Shown("Policy", name, record_url("policies", number)) for number, name in found}


def _exceptions(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    found = rows("SELECT id, title FROM governance_exception WHERE id = ANY(%s)", [list(ids)])
    return {number: refs.Shown("Exception", title, record_url("exceptions", number)) for number, title in found}


def _site_refs(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    found = rows("SELECT id, code, name FROM governance_site WHERE id = ANY(%s)", [list(ids)])
    return {number: refs.Shown("Site", f"{code} {name}", record_url("sites", number)) for number, code, name in found}


def _sites(ctx: Ctx) -> list[tuple[str, str]]:
    return [(str(number), f"{one.code}, {one.name}") for number, one in sites(ctx).items()]


def hang() -> None:
    """Hang on pages what governance knows of their reader: the bell, views of lists, history, exceptions, homes."""
    set_bell(notifications.bell)
    own_views.register(views.own_views)
    looks.register(look_of)
    record_sections.register(history.sections, rank=90)
    homes.register(administration.PART, first_day.PART)
    steps.register(*first_day.STEPS)
    refs.register("governance.exception", _exceptions)
    screens.register(first_day.SCREEN, views.SAVE, views.REMOVE, views.COLUMNS, views.DENSITY)
    set_company_names(company_names)


def _scope() -> None:
    """Say how the values of governance's dimensions of policies are chosen."""
    declare_scope("site", Dimension("site", choices=_sites, number=True))
    declare_scope("queue", Dimension("queue", choices=exceptions.queue_choices))
    declare_scope("policy_kind", Dimension("kind of policy", choices=policies.kind_choices))


def register() -> None:
    """Make the screens known, and how companies, threads and policies are called."""
    hang()
    _scope()
    refs.register("thread", _threads)
    refs.register("governance.policy", _policies)
    refs.register("governance.site", _site_refs)
    screens.register(
        home.HOME,
        exceptions.LIST,
        exceptions.RECORD,
        exceptions.TAKE,
        exceptions.ASSIGN,
        exceptions.RETRY,
        exceptions.RESOLVE_FORM,
        *holds.FORMS,
        approvals.APPROVALS,
        approvals.APPROVE,
        approvals.REFUSE,
        approvals.ASK,
        approvals.WITHDRAW,
        notifications.LIST,
        notifications.READ_ALL,
        notifications.CHOOSE,
        company.RECORD,
        company.CHANGE_FORM,
        company.LAYOUT_FORM,
        company.LOGO,
        site_calendar.LIST,
        site_calendar.RECORD,
        site_calendar.OPEN,
        site_calendar.CHANGE_FORM,
        series.LIST,
        series.SET,
        policy_compare.LIST,
        policies.LIST,
        policies.RECORD,
        policy_kinds.LIST,
        policy_kinds.RECORD,
        policy_forms.SET,
        policy_forms.END,
        policy_forms.DECIDE,
        policy_forms.WITHDRAW,
        people.PEOPLE,
        people.PERSON,
        *people_forms.FORMS,
        *access_forms.FORMS,
        roles.ROLES,
        roles.ROLE,
        roles.DEFINE,
        roles.WITHDRAW,
        usual_roles.USUAL_ROLES,
        conflicts.CONFLICTS,
        tokens.MINE,
        tokens.EVERYBODYS,
        tokens.NEW,
        tokens.ISSUE,
        tokens.SERVICE,
    )
