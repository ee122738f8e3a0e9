"""What came of a set: one outcome per document, so that one bad document does not stop the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from throughline.kernel.errors import DomainError, RuleViolation
from throughline.kernel.plain import plain

Verdict = Literal["done", "held", "refused", "skipped"]
A = TypeVar("A")
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Versioned:
    """Names a document and the version that the caller read; no version means whatever it is now."""

    id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one document: done, held with findings, refused or skipped with the reason."""

    subject: int
    label: str
    status: Verdict
    code: str = ""
    message: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    document: int | None = None

    @classmethod
    def refusal(cls, subject: int, label: str, error: DomainError) -> "Outcome":
        """Turn a refusal of one document into its outcome."""
        return cls(subject, label, "refused", error.code, error.message, error.facts)


class Outcomes(Sequence[Outcome]):
    """The outcomes of a set, in the order of the subjects."""

    def __init__(self, outcomes: Iterable[Outcome] = ()) -> None:
        self._outcomes = tuple(outcomes)

    def __getitem__(self, index: Any) -> Any:
        return self._outcomes[index]

    def __len__(self) -> int:
        return len(self._outcomes)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._outcomes)

    def __repr__(self) -> str:
        return f"Outcomes({list(self._outcomes)!r})"

    @property
    def done(self) -> list[Outcome]:
        """The documents on which the deed was done."""
        return [outcome for outcome in self if outcome.status == "done"]

    @property
    def held(self) -> list[Outcome]:
        """The documents that a finding stopped."""
        return [outcome for outcome in self if outcome.status == "held"]

    @property
    def refused(self) -> list[Outcome]:
        """The documents that could not be dealt with at all."""
        return [outcome for outcome in self if outcome.status == "refused"]

    def documents(self) -> list[int]:
        """The documents that the deed made or changed."""
        return [outcome.document for outcome in self if outcome.document is not None]

    def only(self) -> Outcome:
        """Give the outcome of a set of one, raising what refused it."""
        assert len(self) == 1, f"a set of one, not {len(self)}"
        outcome: Outcome = self.unrefused()[0]
        return outcome

    def unrefused(self) -> "Outcomes":
        """Give the outcomes where nothing was refused, raising the first refusal: what was done of the others stays."""
        for outcome in self.refused:
            raise RuleViolation(outcome.code, outcome.message, **outcome.facts)
        return self

    def as_json(self) -> list[dict[str, Any]]:
        """Give plain values to keep with an idempotency key or to answer a request."""
        return [plain(outcome) for outcome in self]

    @classmethod
    def from_json(cls, stored: Iterable[Mapping[str, Any]]) -> "Outcomes":
        """Read what `as_json` gave."""
        return cls(Outcome(**outcome) for outcome in stored)


@dataclass(frozen=True, slots=True)
class Sifted(Generic[T]):
    """A set judged document by document: what is known of those that go on, by place, and why the others do not."""

    sound: dict[int, T]
    refused: dict[int, Outcome]

    def again(self, judge: Callable[[T], U], named: Callable[[T], tuple[int, str]]) -> "Sifted[U]":
        """Judge those that went on once more, by what was locked or read for them since."""
        sifted = sift(self.sound.values(), judge, named)
        places = list(self.sound)
        return Sifted(
            {places[place]: one for place, one in sifted.sound.items()},
            self.refused | {places[place]: outcome for place, outcome in sifted.refused.items()},
        )

    def with_done(self, done: Iterable[Outcome]) -> Outcomes:
        """Give the outcomes in the order asked: of those that went on, as they went on, and of those refused."""
        by_place = dict(zip(self.sound, done, strict=True)) | self.refused
        return Outcomes(by_place[place] for place in sorted(by_place))


def sift(asked: Iterable[A], judge: Callable[[A], T], named: Callable[[A], tuple[int, str]]) -> Sifted[T]:
    """Judge each document by itself, so that one bad document does not stop the others.

    `judge` raises on what cannot be done; `named` gives the subject and the label under which that is told.
    """
    sound: dict[int, T] = {}
    refused: dict[int, Outcome] = {}
    for place, one in enumerate(asked):
        try:
            sound[place] = judge(one)
        except DomainError as error:
            refused[place] = Outcome.refusal(*named(one), error)
    return Sifted(sound, refused)
