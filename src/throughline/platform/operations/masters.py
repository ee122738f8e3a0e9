"""What saving masters by their code shares: each input of a set is judged, and nobody's change is overwritten unseen.

An input names its record by a code. Its `version` says from which state it was made: 0 that there is none yet, none
that whatever is there may be changed, as imports do. What is known already is never taken for new.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from throughline.kernel.errors import DomainError, InvalidInput, RuleViolation, StaleVersion
from throughline.kernel.letters import capitals
from throughline.platform.database.statements import select
from throughline.platform.operations.context import Ctx
from throughline.platform.operations.outcomes import Outcome, Outcomes


class Coded(Protocol):
    """What an input says of its record: the code, and the version it was made from."""

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int | None: ...


T = TypeVar("T")
C = TypeVar("C", bound=Coded)


@dataclass(frozen=True, slots=True)
class Known:
    """A record that a code names: its code in capitals, its id and the version it has."""

    code: str
    id: int
    version: int


@dataclass(slots=True)
class Judged(Generic[T]):
    """Inputs by their place in the set: those that passed, and the outcomes of those that did not.

    `keys` name the record of each place, in capitals; `labels` are the words for it.
    """

    passed: dict[int, T]
    refused: dict[int, Outcome]
    keys: list[str]
    labels: list[str]

    @property
    def kept(self) -> list[T]:
        """Give the inputs that passed, in the order of the set."""
        return list(self.passed.values())

    def refuse(self, place: int, error: DomainError) -> None:
        """Move an input to the refused ones."""
        self.passed.pop(place, None)
        self.refused[place] = Outcome.refusal(place, self.labels[place], error)

    def outcomes(self, ids: Mapping[str, int]) -> Outcomes:
        """Give the outcomes in the order of the set; `ids` holds what was written, by key."""
        return Outcomes(
            self.refused.get(place) or Outcome(place, label, "done", document=ids[self.keys[place]])
            for place, label in enumerate(self.labels)
        )


def judge(
    inputs: Sequence[T], check: Callable[[T], None], label: Callable[[T], str], key: Callable[[T], str] | None = None
) -> Judged[T]:
    """Check each input, and that no record stands twice in the set; `key` names it where its label does not."""
    names = [(key or label)(given) for given in inputs]
    judged: Judged[T] = Judged({}, {}, [capitals(name) for name in names], [label(given) for given in inputs])
    seen: set[str] = set()
    for place, (name, given) in enumerate(zip(names, inputs, strict=True)):
        try:
            check(given)
            if judged.keys[place] in seen:
                told = f"“{name}” stands twice in this set; leave one of them out."
                raise InvalidInput("twice", told, field="code")
            seen.add(judged.keys[place])
            judged.passed[place] = given
        except DomainError as error:
            judged.refuse(place, error)
    return judged


def known(table: str, codes: Sequence[str], company_id: int | None = None) -> dict[str, Known]:
    """Give the records of a table that codes name in any case, by code in capitals; one statement.

    A table of one company's rows is asked for that company, one that all companies share without. Where codes of a
    table differ in case only, the one that is written so is meant.
    """
    if not codes:
        return {}
    found = select(
        Known,
        f"""SELECT DISTINCT ON (upper(u.code)) upper(u.code), m.id, m.version FROM unnest(%s::text[]) AS u(code)
            JOIN {table} m ON upper(m.code) COLLATE "C" = upper(u.code) COLLATE "C"
            WHERE {"true" if company_id is None else "m.company_id = %s"}
            ORDER BY upper(u.code), m.code <> u.code""",
        [list(codes), *([] if company_id is None else [company_id])],
    )
    return {one.code: one for one in found}


def refuse_overtaken(judged: Judged[C], kind: str, there: Mapping[str, Known]) -> None:
    """Refuse what is new where its code is known, and a change of what was changed meanwhile.

    `there` holds the records by key, `kind` is what they are to `platform.refs`: the refusal names the known one.
    """
    for place, given in list(judged.passed.items()):
        found = there.get(judged.keys[place])
        if given.version is not None and given.version != (found.version if found else 0):
            judged.refuse(place, overtaken(kind, given.code, given.version, found))


def done(ctx: Ctx, judged: Judged[C], kind: str, saved: Mapping[str, Known]) -> Outcomes:
    """Give the outcomes of a set that is written, and note what it touched; `saved` holds the records as they are now.

    The whole set is refused where somebody was quicker than `refuse_overtaken` saw; its caller repeats it.
    """
    _check_written(judged, kind, saved)
    ids = {key: one.id for key, one in saved.items()}
    ctx.running().touched(kind, *ids.values())
    return judged.outcomes(ids)


def _check_written(judged: Judged[C], kind: str, saved: Mapping[str, Known]) -> None:
    """Refuse the whole set where a version is not what the write made of it.

    A write counts the version on by one, or leaves one that was the same.
    """
    for place, given in judged.passed.items():
        now = saved[judged.keys[place]]
        if given.version is not None and now.version not in (given.version, given.version + 1):
            raise overtaken(kind, given.code, given.version, now)


def overtaken(kind: str, code: str, version: int, found: Known | None) -> DomainError:
    """Say that a record was changed since it was read, or is there where none was expected."""
    if version == 0:
        return RuleViolation(
            "code_taken",
            f"Code {code} is taken already; open what has it to change it, or give the new one another code.",
            field="code",
            kind=kind,
            id=found.id if found else None,
        )
    return StaleVersion(
        "stale_version",
        f"{code} was changed since version {version} was read; read it again and repeat your change.",
        version=found.version if found else 0,
    )
