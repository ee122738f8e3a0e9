"""What loaders share: the plan of a line, what came of it, and the options of an import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, ClassVar

from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed
from throughline.modules.integrations.domain.kinds import ImportKind
from throughline.modules.integrations.domain.reading import Line
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for a whole file: default price list, site, terms; how numbers and dates are written; whose it is."""

    price_list: str = ""
    site: str = ""
    payment_terms: str = ""
    booked_on: str = ""
    decimal: str = ""
    dates: str = ""
    source: str = "import"


@dataclass(slots=True)
class Planned:
    """What a line would become: new, changed (from old to new), same or refused; and the input that does it.

    `known` names the documents that are there already.
    """

    line: int
    key: str
    verdict: str
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    given: Any = None
    more: dict[str, Any] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    field_name: str = ""
    message: str = ""

    def refuse(self, message: str, name: str = "") -> None:
        """Note why the line is refused; the first reason stays."""
        if self.verdict != "refused":
            self.verdict, self.message, self.field_name = "refused", message, name


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a line: done, or refused with the reason; the documents that it made or changed."""

    ok: bool
    message: str = ""
    field_name: str = ""
    documents: Mapping[str, int] = field(default_factory=dict)


class Loader:
    """Plans lines, tries them by a dry run, does them, and takes them back.

    `group` names what has to stay together in one transaction (the lines of an order). `foresee` gives refusals only.
    `repeats` says that doing the same lines again changes nothing, so that no keys have to keep it from happening.
    """

    kind: ClassVar[ImportKind]
    repeats: ClassVar[bool] = False

    def group(self, line: Line) -> str:
        """Give what lines of one transaction share; nothing where each stands alone."""
        return ""

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Say what each line would become."""
        raise NotImplementedError

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try the operations and roll them back; give what they refuse, by line."""
        return {}

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Call the operations; give what came of each line."""
        raise NotImplementedError

    def undo(self, ctx: Ctx, rows: Sequence["Undoing"], options: Options) -> Mapping[int, Done]:
        """Take lines back, as far as the owner's rules allow; give what came of each."""
        raise NotImplementedError

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Sum what stands in the company's own records for the documents of an import."""
        return {}


@dataclass(frozen=True, slots=True)
class Undoing:
    """A line that is to be taken back: whether it was new, from what it was changed, which documents it made."""

    line: int
    key: str
    verdict: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    documents: Mapping[str, int]


def started(kind: ImportKind, line: Line) -> Planned:
    """Begin the plan of a line; what could not be read is refused already."""
    key = " ".join(str(line.values[name]) for name in kind.key if name in line.values)
    planned = Planned(line.number, key[:200], "new")
    if line.fault:
        planned.refuse(line.fault[1], line.fault[0])
    return planned


def told(value: Any) -> str:
    """Say a value in a difference."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return str(value)


def changes(before: Any, after: Any, names: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give what differs between two inputs in some of their fields, old and new."""
    old, new = {}, {}
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            old[name], new[name] = told(was), told(now)
    return old, new


def verdict_of(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Name a difference from something known."""
    return "changed" if new or old else "same"


def writing(planned: Sequence[Planned]) -> list[Planned]:
    """Give the lines that something is to be done for."""
    return [one for one in planned if one.verdict in ("new", "changed")]


def step(ctx: Ctx, name: str) -> Ctx:
    """Give the context of one operation of a series, with a key of its own."""
    return replace(ctx, idempotency_key=f"{ctx.idempotency_key}:{name}" if ctx.idempotency_key else None)


def by_line(outcomes: Outcomes, planned: Sequence[Planned], document: str) -> dict[int, Done]:
    """Give the outcomes of a set by line."""
    return {
        one.line: Done(False, outcome.message, str(outcome.facts.get("field") or ""))
        if outcome.status == "refused"
        else Done(True, documents={document: outcome.document} if outcome.document else {})
        for one, outcome in zip(planned, outcomes, strict=True)
    }


def refusals(done: Mapping[int, Done]) -> dict[int, Done]:
    """Give only what was refused."""
    return {line: one for line, one in done.items() if not one.ok}


def dry(name: str, ctx: Ctx, **values: Any) -> Any:
    """Do an operation and roll it back."""
    return OPERATIONS[name].dry_run(ctx, **values)


def attempt(planned: Sequence[Planned], call: Callable[[], Mapping[int, Done]]) -> Mapping[int, Done]:
    """Call an operation that refuses its whole set at once: the refusal then stands on each of the lines.

    Who may not do it at all is told so, instead of once a line.
    """
    try:
        return call()
    except NotAllowed:
        raise
    except DomainError as error:
        named = str(error.facts.get("field") or "")
        return {one.line: Done(False, error.message, named) for one in planned}


def needed(value: str, label: str, name: str) -> str:
    """Give an option that an import cannot do without."""
    if not value:
        raise InvalidInput("option_missing", f"Choose {label} for the file.", field=name)
    return value
