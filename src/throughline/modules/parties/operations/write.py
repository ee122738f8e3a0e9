"""What saving customers and saving suppliers share: judging the inputs, writing the parties, finding the terms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation, StaleVersion
from throughline.kernel.letters import capitals
from throughline.modules.parties.domain.inputs import KINDS, check_choice, check_country, check_text
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, Outcome, Outcomes


class Partner(Protocol):
    """What an input says of the party itself."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def vat_number(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def language(self) -> str: ...


class Versioned(Protocol):
    """What an input says of the version it was made from."""

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int | None: ...


T = TypeVar("T")
P = TypeVar("P", bound=Partner)


@dataclass(slots=True)
class Judged(Generic[T]):
    """Inputs by their place in the set: those that passed, and the outcomes of those that did not."""

    passed: dict[int, T]
    refused: dict[int, Outcome]

    def refuse(self, place: int, label: str, error: DomainError) -> None:
        """Move an input to the refused ones."""
        self.passed.pop(place, None)
        self.refused[place] = Outcome.refusal(place, label, error)

    def outcomes(self, labels: Sequence[str], ids: dict[int, int]) -> Outcomes:
        """Give the outcomes in the order of the set; `ids` holds what was written for each place."""
        return Outcomes(
            self.refused.get(place) or Outcome(place, label, "done", document=ids[place])
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


def check_partner(given: Partner) -> None:
    """Refuse a party whose code, name, kind, VAT number, country or language cannot be."""
    check_text(given.code, "code", 30)
    check_text(given.name, "name", 200)
    check_choice(given.kind, "kind", KINDS)
    check_text(given.vat_number, "vat_number", 30, needed=False)
    check_country(given.country, needed=False)
    check_text(given.language, "language", 10)


def parties(inputs: Sequence[Partner]) -> dict[str, int]:
    """Make the parties that are new, change those that differ, and give all ids by code; two statements."""
    if not inputs:
        return {}
    execute(
        """INSERT INTO parties_party AS p (code, name, kind, vat_number, country, language, version)
           SELECT u.*, 1 FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) AS u
           ORDER BY 1
           ON CONFLICT (upper(code) COLLATE "C") DO UPDATE SET name = excluded.name, kind = excluded.kind,
               vat_number = excluded.vat_number, country = excluded.country, language = excluded.language,
               version = p.version + 1
           WHERE (p.name, p.kind, p.vat_number, p.country, p.language) IS DISTINCT FROM
               (excluded.name, excluded.kind, excluded.vat_number, excluded.country, excluded.language)""",
        [
            [given.code for given in inputs],
            [given.name for given in inputs],
            [given.kind for given in inputs],
            [given.vat_number for given in inputs],
            [given.country for given in inputs],
            [given.language for given in inputs],
        ],
    )
    return dict(
        rows(
            """SELECT u.code, p.id FROM unnest(%s::text[]) AS u(code)
               JOIN parties_party p ON upper(p.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [[given.code for given in inputs]],
        )
    )


def terms(codes: set[str]) -> dict[str, int]:
    """Give the ids of payment terms by the codes asked for, in any case."""
    return dict(
        rows(
            """SELECT u.code, t.id FROM unnest(%s::text[]) AS u(code)
               JOIN parties_payment_terms t ON upper(t.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [list(codes)],
        )
    )


def no_terms(code: str) -> NotFound:
    """Say that there are no such payment terms."""
    return NotFound(
        "payment_terms_unknown",
        f"There are no payment terms “{code}”; save them first or name others in payment terms.",
        payment_terms=code,
    )


def versions(
    ctx: Ctx, table: Literal["parties_customer", "parties_supplier"], inputs: Iterable[Versioned]
) -> dict[str, int]:
    """Give the versions of those whose version was given, by code; who is none to the company yet is left out."""
    codes = [given.code for given in inputs if given.version is not None]
    if not codes:
        return {}
    return dict(
        rows(
            f"""SELECT u.code, c.version FROM unnest(%s::text[]) AS u(code)
               JOIN parties_party p ON upper(p.code) COLLATE "C" = upper(u.code) COLLATE "C"
               JOIN {table} c ON c.party_id = p.id AND c.company_id = %s""",
            [codes, ctx.company_id],
        )
    )


def check_written(kept: Sequence[Versioned], ids: Mapping[str, int], saved: Mapping[int, int]) -> None:
    """Refuse the whole set where somebody was quicker than `versions` saw; its caller repeats it."""
    for given in kept:
        if given.version is not None and saved[ids[given.code]] != given.version + 1:
            raise differs(given.code, given.version)


def differs(code: str, version: int) -> DomainError:
    """Say that a customer or supplier was changed since it was read, or is there where none was expected."""
    if version == 0:
        return RuleViolation(
            "code_taken",
            f"Code {code} is taken already; open what has it to change it, or give the new one another code.",
            field="code",
        )
    return StaleVersion(
        "stale_version",
        f"{code} was changed since version {version} was read; read it again and repeat your change.",
        version=version,
    )
