"""What each permission lets a person do, in plain words, grouped by the module that asks for it."""

from collections.abc import Mapping

from throughline.platform.operations import OPERATIONS
from throughline.platform.ui.registry import screens

#: Plain words by permission; modules add theirs while the application starts.
PERMISSIONS: dict[str, str] = {}

_MODULES = {"governance": "Control"}
#: What everybody may do with the own account; no role gives or takes it.
OWN = "access.own"


def declare_permissions(labels: Mapping[str, str]) -> None:
    """Make permissions known with the words that the roles' screen shows."""
    PERMISSIONS.update(labels)


def known_permissions() -> set[str]:
    """Give every permission that something asks for."""
    asked = {spec.permission for spec in OPERATIONS.values()} | {screen.permission for screen in screens}
    return {*PERMISSIONS, *asked} - {"", OWN}


def meaning(code: str) -> str:
    """Say what a permission lets one do: its words, else what its operation promises."""
    if code == "*":
        return "Everything, now and in versions to come"
    if code in PERMISSIONS:
        return PERMISSIONS[code]
    asking = [spec.meaning for spec in OPERATIONS.values() if spec.permission == code]
    return asking[0].partition(";")[0].rstrip(".") if asking else code


def module_of(code: str) -> str:
    """Name the module of a permission for people."""
    first = code.partition(".")[0]
    return "Everything" if code == "*" else _MODULES.get(first, first.replace("_", " ").capitalize())


def permissions_by_module() -> dict[str, list[tuple[str, str]]]:
    """Give all permissions with their words, by module in the order of the alphabet."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(known_permissions(), key=lambda one: (module_of(one), meaning(one))):
        grouped.setdefault(module_of(code), []).append((code, meaning(code)))
    return grouped
