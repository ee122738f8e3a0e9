"""State machines as tables. An illegal move raises; nothing is skipped in silence.

What a screen offers comes from the same table as the check of the operation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from throughline.kernel.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Move:
    """A named way from some states to one."""

    name: str
    sources: frozenset[StrEnum]
    target: StrEnum
    permission: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The moves that a kind of document knows."""

    noun: str
    states: type[StrEnum]
    initial: StrEnum
    final: frozenset[StrEnum]
    moves: tuple[Move, ...]

    def move(self, name: str) -> Move:
        """Find a move by name; asking for an unknown one is a bug."""
        return next(move for move in self.moves if move.name == name)

    def target(self, name: str, here: StrEnum, *, label: str = "") -> StrEnum:
        """Give the state that a move leads to, or raise when it does not start here."""
        move = self.move(name)
        if here not in move.sources:
            deed, legal = name.replace("_", " "), ", ".join(sorted(source.value for source in move.sources))
            raise RuleViolation(
                "wrong_state",
                f"{label or self.noun} is {here.value}; to {deed} it must be {legal}.",
                move=name,
                state=here.value,
            )
        return move.target

    def offered(self, here: StrEnum, may: Callable[[str], bool]) -> list[Move]:
        """List the moves that can be made from here by somebody who `may` what they take."""
        return [move for move in self.moves if here in move.sources and may(move.permission)]


def states(*names: StrEnum) -> frozenset[StrEnum]:
    """Write a set of states briefly."""
    return frozenset(names)
