"""Screens of governance: home, exceptions, policies, people and roles."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.governance.ui import (
    access_forms,
    conflicts,
    exceptions,
    holds,
    home,
    people,
    people_forms,
    policies,
    roles,
    tokens,
)
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs
from throughline.platform.database.statements import rows
from throughline.platform.ui import record_url, screens
from throughline.platform.ui.shell import set_company_names


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


def register() -> None:
    """Make the screens known, and how companies, threads and policies are called."""
    set_company_names(company_names)
    refs.register("thread", _threads)
    refs.register("governance.policy", _policies)
    screens.register(
        home.HOME,
        exceptions.LIST,
        exceptions.RECORD,
        exceptions.TAKE,
        exceptions.RESOLVE_FORM,
        holds.RELEASE,
        policies.LIST,
        policies.RECORD,
        people.PEOPLE,
        people.PERSON,
        *people_forms.FORMS,
        *access_forms.FORMS,
        roles.ROLES,
        roles.ROLE,
        roles.DEFINE,
        roles.WITHDRAW,
        conflicts.CONFLICTS,
        tokens.MINE,
        tokens.EVERYBODYS,
        tokens.NEW,
        tokens.ISSUE,
        tokens.SERVICE,
    )
