"""The first day: what a company needs before it can work, each step standing as its data says.

Modules register steps. Nothing is ticked by hand: a step is done when what it asks for is there, and open again when
it is gone. Who may not do a step still sees how it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.values import Action


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a step is done, and what is there of it in a few words."""

    done: bool
    says: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what to do, why it matters, how it stands, and the screen that does it with the permission for it.

    Without `doing` it is done outside the product, and `why` says by what. A step that `proves` stands for all before
    it: once it is done the company works.
    """

    rank: int
    title: str
    why: str
    standing: Callable[[Ctx], Standing]
    doing: Action | None = None
    permission: str = ""
    proves: bool = False


@dataclass(frozen=True, slots=True)
class Stood:
    """A step as it stands now."""

    step: Step
    done: bool
    says: str


_steps: list[Step] = []


def register(*steps: Step) -> None:
    """Add steps."""
    _steps.extend(steps)
    _steps.sort(key=lambda step: step.rank)


def standing(ctx: Ctx) -> list[Stood]:
    """Give every step as it stands, in the order in which they are done."""
    found = [(step, step.standing(ctx)) for step in _steps]
    return [Stood(step, one.done, one.says) for step, one in found]


def works(ctx: Ctx) -> bool:
    """Say whether the company works already: asked on each quiet visit of a home, so it reads no other step."""
    return all(step.standing(ctx).done for step in _steps if step.proves)


def counted(
    table: str, what: str, *, needed: int = 1, where: str = "true", shared: bool = False
) -> Callable[[Ctx], Standing]:
    """Give a standing that is done when a table holds some rows of the company; at most a hundred are counted.

    A table that is `shared` by all companies holds rows of none.
    """
    whose = "%s::bigint IS NOT NULL" if shared else "company_id = %s"

    def stand(ctx: Ctx) -> Standing:
        ((count,),) = rows(
            f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {whose} AND {where} LIMIT 101) AS found",
            [ctx.company_id],
        )
        return Standing(count >= needed, _many(count, what))

    return stand


def _many(count: int, what: str) -> str:
    """Say how many there are, without counting far."""
    if not count:
        return tell("no {things}", things=said(what))
    return tell("over 100 {things}", things=said(what)) if count > 100 else f"{count} {said(what)}"


def done_of(stood: Sequence[Stood]) -> int:
    """Count the steps that are done."""
    return sum(one.done for one in stood)
