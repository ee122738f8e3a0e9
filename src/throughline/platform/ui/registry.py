"""The registry of screens: what exists, where it stands in the navigation, who may see it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern

from throughline.platform.operations import Ctx
from throughline.platform.ui.values import with_query


@dataclass(frozen=True)
class Nav:
    """A place in the sidebar. Sections come in the order of `SECTIONS`; an empty section stands on top.

    `count` gives the figure behind the label; it must be cheap, it is asked on every page. `phone` is the word on the
    tab bar of phones, for the two screens that stand there beside scanning.
    """

    section: str
    label: str
    icon: str
    order: int = 50
    count: Callable[[Ctx], int | None] | None = None
    alarming: bool = False
    phone: str = ""


SECTIONS = ("", "Sell", "Fulfil", "Buy", "Money", "Watch", "Set up")


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What every screen has: a path below the root, the permission to see it, its place in the navigation."""

    slug: str
    permission: str = ""
    nav: Nav | None = None

    @property
    def path(self) -> str:
        """Give the address of the screen."""
        return f"/{self.slug}/" if self.slug else "/"

    @property
    def name(self) -> str:
        """Give the word that the palette and the breadcrumb use."""
        title = getattr(self, "title", "")
        if self.nav:
            return self.nav.label
        return title if isinstance(title, str) else self.slug

    @property
    def key(self) -> str:
        """Give what must be unique: the kind of screen and its slug."""
        return f"{type(self).__name__}:{self.slug}"

    def routes(self) -> Sequence[URLPattern]:
        """Give the urls that answer for this screen; those of the kit's own kinds stand in `urls`."""
        raise NotImplementedError


class Screens:
    """All screens of the running product, registered by the modules while the application starts."""

    def __init__(self) -> None:
        self._by_key: dict[str, Screen] = {}
        self._by_path: dict[str, Screen] = {}

    def register(self, *declared: Screen) -> None:
        """Add screens; the same key twice is a mistake, unless it is the very same declaration."""
        for screen in declared:
            known = self._by_key.setdefault(screen.key, screen)
            if known is not screen:
                raise ValueError(f"two screens are called {screen.key}")
            self._by_path.setdefault(screen.path, screen)

    def find(self, kind: type[Any], slug: str) -> Any:
        """Give the screen of a kind by its slug, or None."""
        return self._by_key.get(f"{kind.__name__}:{slug}")

    def at(self, address: str) -> Screen | None:
        """Give the screen at an address, whatever it asks for, or None where it is of a record, or another's."""
        return self._by_path.get(address.partition("?")[0])

    def __iter__(self) -> Iterator[Screen]:
        return iter(list(self._by_key.values()))


screens = Screens()


def list_url(slug: str, **filters: object) -> str:
    """Give the address of a list with filters, so that every count can be a door."""
    return with_query(f"/{slug}/", filters)


def record_url(slug: str, id: object) -> str:
    """Give the address of a record."""
    return f"/{slug}/{id}/"


def form_url(slug: str, **query: object) -> str:
    """Give the address of an operation form; the query reaches its `initial`."""
    return with_query(f"/do/{slug}/", query)
