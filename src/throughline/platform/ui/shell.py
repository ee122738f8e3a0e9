"""What stands around every page: navigation, company, user, breadcrumb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from throughline.platform.operations import Ctx
from throughline.platform.ui.boards import Board
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.registry import SECTIONS, Screen, screens
from throughline.platform.ui.scans import door_of

CompanyNames = Callable[[Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    label: str
    url: str = ""
    code: bool = False


@dataclass(frozen=True)
class NavItem:
    """A line of the sidebar as this reader sees it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None
    alarming: bool = False


@dataclass(frozen=True)
class Bell:
    """What the reader was told and has not read, and where it stands: what asks something of the reader, and all."""

    url: str
    count: int
    unread: int = 0


@dataclass(frozen=True)
class Shell:
    """Everything the base template draws around a page."""

    sections: Sequence[tuple[str, Sequence[NavItem]]]
    phone: Sequence[NavItem]
    crumbs: Sequence[Crumb]
    user: str
    initials: str
    company: str
    companies: Sequence[tuple[int, str]]
    company_id: int | None
    bell: Bell | None = None


def _unnamed(ids: Sequence[int]) -> Mapping[int, str]:
    """Name companies by their number until the governance tier has said how they are called."""
    return {number: f"Company {number}" for number in ids}


_names: list[CompanyNames] = [_unnamed]
_bells: list[Callable[[Ctx], Bell | None]] = []


def set_bell(bell: Callable[[Ctx], Bell | None]) -> None:
    """Register what counts the unread notifications of a reader; it must be cheap, it is asked on every page."""
    _bells[:] = [bell]


def set_company_names(names: CompanyNames) -> None:
    """Register what gives companies their names."""
    _names[0] = names


def shell_of(request: HttpRequest, ctx: Ctx | None, crumbs: Sequence[Crumb] = ()) -> Shell:
    """Gather what stands around a page for this reader; without a context, only the brand."""
    name = str(request.user) if request.user.is_authenticated else ""
    if ctx is None:
        return Shell([], [], crumbs, name, initials(name), "", [], None)
    permitted = [screen for screen in screens if screen.nav and (not screen.permission or ctx.may(screen.permission))]
    permitted.sort(key=lambda screen: (_rank(screen), screen.nav.order if screen.nav else 0, screen.name))
    here = _here(request.path, permitted)
    sections: dict[str, list[NavItem]] = {}
    phone = []
    for screen in permitted:
        item = _item(screen, ctx, here)
        assert screen.nav is not None
        sections.setdefault(screen.nav.section, []).append(item)
        if screen.nav.phone:
            phone.append(NavItem(screen.nav.phone, item.url, item.icon, item.current))
    if door := door_of(ctx):
        phone.append(NavItem("Scan", door, "scan", request.path == door))
    from throughline.platform.permissions import companies_of  # its models load with the applications, not before

    companies = _names[0](companies_of(ctx.actor_id))
    own = companies.get(ctx.company_id, "")
    listed = sorted(companies.items(), key=lambda pair: pair[1])
    bell = _bells[0](ctx) if _bells else None
    return Shell(list(sections.items()), phone[:3], crumbs, name, initials(name), own, listed, ctx.company_id, bell)


def _rank(screen: Screen) -> int:
    section = screen.nav.section if screen.nav else ""
    return SECTIONS.index(section) if section in SECTIONS else len(SECTIONS)


def _here(path: str, permitted: Sequence[Screen]) -> str:
    """Find the entry that a page belongs to: the longest address that begins its own."""
    fitting = [screen.path for screen in permitted if path == screen.path or path.startswith(screen.path)]
    fitting = [found for found in fitting if found != "/" or path == "/"]
    return max(fitting, key=len, default="")


def _item(screen: Screen, ctx: Ctx, here: str) -> NavItem:
    nav = screen.nav
    assert nav is not None
    count = nav.count(ctx) if nav.count else None
    return NavItem(nav.label, screen.path, nav.icon, screen.path == here, count or None, nav.alarming)


def initials(name: str) -> str:
    """Give two letters for the face of a person."""
    words = [word for word in name.replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()


def crumbs_to(parent_slug: str, last: str, *, code: bool = False) -> list[Crumb]:
    """Lead from the list a page belongs to down to it."""
    kin = [one for one in screens if one.slug == parent_slug and parent_slug]
    parent = next((one for one in kin if one.nav), None) or next(
        (one for one in kin if isinstance(one, ListScreen | Board)), None
    )
    above = [Crumb(parent.name, parent.path)] if parent else []
    return [*above, Crumb(last, code=code)]


def page_context(request: HttpRequest, ctx: Ctx | None, crumbs: Sequence[Crumb], title: str = "") -> dict[str, Any]:
    """Give what the base template needs."""
    return {"shell": shell_of(request, ctx, crumbs), "page_title": title or (crumbs[-1].label if crumbs else "")}
