"""Records: one document or master on one page, from the sentence down to what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from throughline.platform import subjects
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui.registry import Screen
from throughline.platform.ui.sections import Section
from throughline.platform.ui.values import Action, Fact, Status, Value


@dataclass(frozen=True)
class Part:
    """A piece of a record's second line: text, a code, or a link."""

    text: str
    code: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordScreen(Screen):
    """A record at `/<slug>/<id>/`. `load` reads it inside the reading transaction and raises NotFound.

    `title` and `code` name it (the code stands in the breadcrumb); `subtitle` gives the words or `Part`s of the
    second line. `facts`, `actions` and `sections` get the record and give plain values, so that what is shown can be
    decided in one place. `parent` is the slug of the list it belongs to. `data` gives the record to programs: a
    dataclass of plain values with names that stay, its `version` among them where it has one.
    A record named by a code (`by="code"`) stands at `/<slug>/<code>/`; one that a company has only once
    (`by="company"`) at `/<slug>/`, loaded by the company's id. `subject` says under which kind the audit trail knows
    it: it then shows its history and whatever hangs on every record.
    """

    load: Callable[[Ctx, Any], Any]
    title: Value
    code: Value | None = None
    subtitle: Callable[[Any], Sequence[str | Part]] | None = None
    status: Callable[[Any], Status | None] | None = None
    facts: Callable[[Ctx, Any], Sequence[Fact]] | None = None
    actions: Callable[[Ctx, Any], Sequence[Action]] | None = None
    sections: Callable[[Ctx, Any], Sequence[Section]] | None = None
    data: Callable[[Ctx, Any], Any] | None = None
    parent: str = ""
    by: Literal["id", "code", "company"] = "id"
    subject: Subject | None = None

    def __post_init__(self) -> None:
        if self.subject:
            subjects.declare(self.subject, self.slug, self.permission, self.by)
