"""Operation forms: a page or dialog bound to one operation, keeping what was typed until it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from throughline.platform.operations import OPERATIONS, Ctx, Outcomes
from throughline.platform.ui.lists import Empty
from throughline.platform.ui.registry import Screen, record_url
from throughline.platform.ui.sections import Finding, Section
from throughline.platform.ui.values import Status, Tone

FieldKind = Literal[
    "text", "textarea", "number", "decimal", "money", "date", "select", "lookup", "checkbox", "hidden",
    "lines", "shown", "several", "password", "file", "signature",
]  # fmt: skip
Choices = Sequence[tuple[str, str]]
Groups = Sequence[tuple[str, Choices]]


@dataclass(frozen=True)
class Field:
    """One input. It arrives parsed: str, int (number, lookup), Decimal, date, bool, an `Upload` (file), a list (lines).

    `lines` has `columns`, fields of their own; a column of kind `shown` is filled by the form's `preview`. `lookup`
    names a registered `Lookup`. `depends` lists fields whose values go along with a lookup's question. A hidden field
    may say what it holds with `parse`. Lines that are `fixed` come from `initial`: none are added or pasted.
    `several` are boxes to tick, under the headings of `groups`; it arrives as a list of values. A `password` is never
    shown again; `autocomplete` tells the browser which one. `compact` checkboxes stand beside
    each other. A `signature` is drawn with finger, pen or mouse and arrives as an `Upload` (PNG), or nothing. A text
    with a `lookup` may be typed freely; the list only suggests. A date that is `typed` is text as people of the locale
    write it, so that it can be pasted and stays empty where nobody says a day.
    """

    name: str
    label: str = ""
    kind: FieldKind = "text"
    required: bool = False
    choices: Choices | Callable[[Ctx], Choices] = ()
    help: str = ""
    lookup: str = ""
    columns: Sequence["Field"] = ()
    depends: Sequence[str] = ()
    parse: Callable[[str], Any] | None = None
    width: int = 0
    decimals: int = 6
    accept: str = ""
    minimum: Any = None
    rows: int = 3
    wide: bool = False
    compact: bool = False
    fixed: bool = False
    groups: Groups | Callable[[Ctx], Groups] = ()
    autocomplete: str = ""
    typed: bool = False


def typed_lines(*columns: Field, label: str = "", required: bool = False) -> Field:
    """Give lines that people add one by one or paste from a spreadsheet: a grid of `columns` under the other fields."""
    return Field("lines", label, "lines", required=required, columns=columns)


def standing_lines(*columns: Field, key: str = "line", required: bool = False) -> Field:
    """Give lines that stand on a document already: a hidden key and the item of each, then `columns` to ask or show."""
    named = Field(key, kind="hidden", parse=int), Field("item", "Item", "shown", width=-1)
    return Field("lines", "", "lines", required=required, fixed=True, columns=[*named, *columns])


@dataclass(frozen=True)
class Upload:
    """A file as it was sent; its content is looked at by whoever takes it, never its name alone."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Shown:
    """What the server knows about one line while it is typed: texts, states, a verdict per column.

    `error` stands in the column that `error_in` names, else in the first that can be typed in.
    """

    cells: Mapping[str, Any] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    error_in: str = ""


@dataclass(frozen=True)
class Preview:
    """The deed as it would be: what stands in the shown cells of each line, the totals, panels at the side.

    `lines` follows the parsed lines one to one. `blocks` counts what stops the submit button.
    """

    lines: Sequence[Shown] = ()
    foot: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    sections: Sequence[Section] = ()

    @property
    def blocks(self) -> int:
        """Count the findings that keep the operation from being done."""
        return sum(finding.severity == "block" for finding in self.findings)


def beside_lines(
    values: Mapping[str, Any],
    known: Mapping[int, Any],
    show: Callable[[Any, Mapping[str, Any]], Shown],
    key: str = "line",
) -> Preview:
    """Show beside each of `standing_lines` what is known of it: `show(found, line)`; beside an unknown one nothing."""
    lines = [(known.get(line.get(key) or 0), line) for line in values.get("lines") or []]
    return Preview([Shown() if found is None else show(found, line) for found, line in lines])


@dataclass(frozen=True)
class Done:
    """Where to go after the deed, and what to say there when the page itself does not show it."""

    url: str = ""
    toast: str = ""
    status: Status | None = None


def open_made(slug: str) -> Callable[[Ctx, Outcomes, Mapping[str, Any]], Done]:
    """Give an `on_done` for a set of one that opens the record it made, and says there what came of it."""

    def done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
        made = result.only()
        return Done(record_url(slug, made.document), f"{made.label}: {made.message}")

    return done


@dataclass(frozen=True)
class Once:
    """What is told this once and never again, such as the secret of a new token: shown in place of going on."""

    title: str
    label: str
    value: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class OperationForm(Screen):
    """A form at `/do/<slug>/`, in a page or a dialog, that calls one operation.

    `operation` is the name of an operation, or a function; `calls` then names the operation that it comes to, for
    programs. It gets the context and the parsed values by name; `arguments` turns them into what the operation wants
    (a Versioned out of two hidden fields). `initial` reads the query of the address. `on_done(ctx, result, values)`
    says where to go (`open_made`: to the record it made), or what to tell `Once`; without it, Outcomes are shown as a
    table and anything else goes back to where one came from. Refusals of the domain stand on the field they name, or
    above the form; input is never lost. `preview` runs inside the reading transaction and changes nothing; where it
    does the deed and takes it back (the dry run of an operation), it `rehearses` and runs outside, reading for itself.
    Fields that depend on what the form is about are a function of the address (or of what was posted). `idle` says
    that there is nothing to do, and leads on, in place of fields that would ask for nothing.
    """

    title: str | Callable[[Ctx, Mapping[str, Any]], str]
    operation: str | Callable[..., Any]
    fields: Sequence[Field] | Callable[[Ctx, Mapping[str, str]], Sequence[Field]] = ()
    initial: Callable[[Ctx, Mapping[str, str]], Mapping[str, Any]] | None = None
    arguments: Callable[[Ctx, dict[str, Any]], Mapping[str, Any]] | None = None
    submit_label: str = "Save"
    on_done: Callable[[Ctx, Any, Mapping[str, Any]], Done | Once | str] | None = None
    preview: Callable[[Ctx, Mapping[str, Any]], Preview] | None = None
    rehearses: bool = False
    text: str | Callable[[Ctx, Mapping[str, Any]], str] = ""
    danger: bool = False
    parent: str = ""
    calls: str = ""
    idle: Callable[[Ctx], Empty | None] | None = None

    @property
    def called(self) -> str:
        """Give the name of the operation that it comes to, for programs that call that instead."""
        return self.operation if isinstance(self.operation, str) else self.calls

    @property
    def needed(self) -> str:
        """Give the permission to open it: its own, else that of its operation."""
        spec = OPERATIONS.get(self.called)
        return self.permission or (spec.permission if spec else "")

    @property
    def needs_subject(self) -> bool:
        """Say whether it works on a document given by its address, so that it cannot be opened from nowhere."""
        return callable(self.fields) or any(field.kind == "hidden" and field.required for field in self.fields)

    def about(self, ctx: Ctx, asked: Mapping[str, str]) -> "OperationForm":
        """Give the form with the fields that it has for what was asked."""
        return replace(self, fields=self.fields(ctx, asked)) if callable(self.fields) else self

    @property
    def standing(self) -> Sequence[Field]:
        """Give the fields of a form that `about` has settled."""
        assert not callable(self.fields), f"{self.slug} does not know yet what it is about"
        return self.fields

    @property
    def takes_files(self) -> bool:
        """Say whether the page must send its fields as parts."""
        return any(field.kind == "file" for field in self.standing)

    @property
    def path(self) -> str:
        return f"/do/{self.slug}/"
