"""What the operations of the catalog share: checking each input of a set and giving its outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from throughline.kernel.errors import DomainError, InvalidInput
from throughline.kernel.letters import capitals
from throughline.platform.operations import Outcome, Outcomes

T = TypeVar("T")


@dataclass(slots=True)
class Judged(Generic[T]):
    """Inputs by their place in the set: those that passed, and the outcomes of those that did not."""

    passed: dict[int, T]
    refused: dict[int, Outcome]

    def refuse(self, place: int, label: str, error: DomainError) -> None:
        """Move an input to the refused ones."""
        self.passed.pop(place, None)
        self.refused[place] = Outcome.refusal(place, label, error)

    def outcomes(self, labels: Sequence[str], ids: Mapping[str, int]) -> Outcomes:
        """Give the outcomes in the order of the set; `ids` holds what was written, by label in capitals."""
        return Outcomes(
            self.refused.get(place) or Outcome(place, label, "done", document=ids[capitals(label)])
            for place, label in enumerate(labels)
        )


def judge(inputs: Sequence[T], check: Callable[[T], None], key: Callable[[T], str]) -> Judged[T]:
    """Check each input, and that none stands twice in the set."""
    judged: Judged[T] = Judged({}, {})
    seen: set[str] = set()
    for place, given in enumerate(inputs):
        name = key(given)
        try:
            check(given)
            if capitals(name) in seen:
                raise InvalidInput("twice", f"“{name}” stands twice in this set; leave one of them out.", field="code")
            seen.add(capitals(name))
            judged.passed[place] = given
        except DomainError as error:
            judged.refuse(place, name, error)
    return judged
