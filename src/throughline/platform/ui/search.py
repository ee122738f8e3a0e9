"""What can be found: documents and masters for the palette, and the lists behind type-ahead fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from throughline.platform.operations import Ctx
from throughline.platform.ui.values import MiniCell


@dataclass(frozen=True)
class Hit:
    """One thing found, with enough beside its name that opening it is often not needed."""

    label: str
    url: str
    code: str = ""
    detail: str = ""
    icon: str = "file-text"
    mini: Sequence[MiniCell] = ()
    group: str = "Documents"


Provider = Callable[[Ctx, str], Sequence[Hit]]


class Search:
    """The providers that the palette asks, in the order in which they were registered.

    A prefix narrows the question: `#` asks providers of kind item, `@` those of kind party, `>` operations only.
    """

    def __init__(self) -> None:
        self._providers: list[tuple[str, Provider]] = []

    def register(self, provider: Provider, kind: str = "document") -> None:
        """Add a provider; `kind` is document, item or party."""
        self._providers.append((kind, provider))

    def ask(self, ctx: Ctx, words: str, kind: str = "") -> Iterator[Hit]:
        """Ask every provider of a kind (all of them without one)."""
        for known, provider in self._providers:
            if not kind or known == kind:
                yield from provider(ctx, words)


search = Search()


@dataclass(frozen=True)
class Option:
    """One row of a type-ahead list: the value kept, its code and name, up to three figures, and what it fills.

    `fills` are values for other columns of the same line (unit, price) that the choice brings along.
    """

    value: Any
    code: str
    name: str = ""
    figures: Sequence[str] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    tone: str = ""


@dataclass(frozen=True)
class Exact:
    """The value that a text names, and what it fills of the other columns of its line where they are empty."""

    value: Any
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lookup:
    """A list behind a type-ahead field. `find(ctx, words, beside)` gives up to 20 options, best first.

    `known(ctx, values)` turns stored values back into their options, in one question. What is typed or pasted without
    choosing counts when exactly one option has that code; `exact(ctx, texts, beside)` answers that for all rows of a
    grid in one question, by text: the value, or an `Exact` with what it brings along. `beside` holds the fields named
    in `Field.depends`.
    """

    slug: str
    find: Callable[[Ctx, str, Mapping[str, str]], Sequence[Option]]
    known: Callable[[Ctx, Sequence[Any]], Mapping[Any, Option]]
    permission: str = ""
    parse: Callable[[str], Any] = int
    exact: Callable[[Ctx, Sequence[str], Mapping[str, str]], Mapping[str, Any]] | None = None

    def one(self, ctx: Ctx, value: Any) -> Option | None:
        """Turn one stored value back into its option; None where there is none."""
        return self.known(ctx, [value]).get(value)


class Lookups:
    """All type-ahead lists by slug."""

    def __init__(self) -> None:
        self._by_slug: dict[str, Lookup] = {}

    def register(self, *declared: Lookup) -> None:
        """Add lists; a slug belongs to one of them."""
        for lookup in declared:
            if self._by_slug.setdefault(lookup.slug, lookup) is not lookup:
                raise ValueError(f"two lookups are called {lookup.slug}")

    def __getitem__(self, slug: str) -> Lookup:
        return self._by_slug[slug]

    def get(self, slug: str) -> Lookup | None:
        """Give the list of a slug, or None."""
        return self._by_slug.get(slug)


lookups = Lookups()
