"""Home: parts that modules register, put together for whoever looks.

A part is a piece of work (groups of rows) or a few figures, with the permission to see it and the deeds of those for
whom it is there. A reader's home begins with the parts for what this person does; so each role's home is its own, and
no role is written down anywhere. Who does nothing, but sees everything, oversees: theirs are the figures of the whole
company.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.platform.operations import Ctx
from throughline.platform.ui.queues import QueueGroup
from throughline.platform.ui.sections import Tile
from throughline.platform.ui.values import Action

#: How many figures stand on a home: one row of them, or two for whoever oversees.
FIGURES, OVERVIEW = 4, 8
#: How many ways to begin stand at the head of a home.
STARTS = 2


@dataclass(frozen=True, slots=True)
class HomePart:
    """What a module puts on the homes of those who may do one of the deeds that `serves` names.

    `permission` is what it takes to see it. `unless` names a deed whose doers have better things on top: theirs comes
    after. A part that serves nobody in particular is for all who may see it. `overview` says that its figures are of
    the whole company. Every answer is asked on each visit: it reads what is open, by an index or up to a bound.
    """

    permission: str
    serves: Sequence[str] = ()
    unless: str = ""
    rank: int = 50
    overview: bool = False
    figures: Callable[[Ctx], Sequence[Tile]] | None = None
    work: Callable[[Ctx], Sequence[QueueGroup]] | None = None
    starts: Callable[[Ctx], Sequence[Action]] | None = None

    def is_for(self, ctx: Ctx) -> bool:
        """Say whether it concerns what this reader does."""
        return not self.serves or any(ctx.may(deed) for deed in self.serves)

    def place(self, ctx: Ctx) -> tuple[bool, int]:
        """Give what it is sorted by for this reader."""
        return bool(self.unless and ctx.may(self.unless)), self.rank


_parts: list[HomePart] = []


def register(*parts: HomePart) -> None:
    """Put parts on homes."""
    _parts.extend(parts)


@dataclass(frozen=True, slots=True)
class Home:
    """The parts of one reader's home."""

    work: Sequence[QueueGroup]
    figures: Sequence[Tile]
    starts: Sequence[Action]


def home_of(ctx: Ctx, *, with_work: bool = True) -> Home:
    """Put together the home of a reader: what is for this person's deeds, in the order of the parts."""
    seen = sorted((part for part in _parts if ctx.may(part.permission)), key=lambda part: part.place(ctx))
    own = [part for part in seen if part.is_for(ctx)]
    work = [group for part in own if part.work and with_work for group in part.work(ctx)]
    starts = [action for part in own if part.starts for action in part.starts(ctx)]
    return Home(work, _figures(ctx, seen, own), starts[:STARTS])


def _figures(ctx: Ctx, seen: Sequence[HomePart], own: Sequence[HomePart]) -> list[Tile]:
    """Give the figures of what this person does; of the company for whoever does nothing that has figures."""
    chosen, most = [part for part in own if part.figures and part.serves], FIGURES
    if not chosen:
        chosen, most = [part for part in seen if part.figures and part.overview], OVERVIEW
    found = list[Tile]()
    for part in chosen:
        if len(found) < most and part.figures:
            found += part.figures(ctx)
    return found[:most]
