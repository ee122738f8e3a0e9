"""Screens of governance: home, exceptions, policies, people and roles."""

from collections.abc import Mapping, Sequence

from throughline.governance.ui import holds
from throughline.platform.database.statements import rows
from throughline.platform.ui import screens
from throughline.platform.ui.shell import set_company_names


def company_names(ids: Sequence[int]) -> Mapping[int, str]:
    """Give the names of companies."""
    return dict(rows("SELECT id, name FROM governance_company WHERE id = ANY(%s)", [list(ids)]))


def register() -> None:
    """Make the screens known, and how companies are called."""
    set_company_names(company_names)
    screens.register(holds.RELEASE)
