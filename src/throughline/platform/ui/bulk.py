"""One operation on many rows: a preview with an outcome per row, then the deed, with the same table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, Versioned

if TYPE_CHECKING:
    from throughline.platform.ui.forms import Field

Deed = Callable[[Ctx, Sequence[Versioned], Mapping[str, Any]], Outcomes]


@dataclass(frozen=True)
class Bulk:
    """A button of the bulk bar: preview first, then the operation on what was ticked.

    `name` is unique on its screen. `verb` and `noun` make the words: "Release 8 orders", "Release 8 of 11 orders?";
    a verb of two words gives the `phrase` that its object stands in: "Mark {what} read". `past` says what was done:
    "8 orders released.".
    `operation` is the name of an operation that takes the set as its parameter `subject`; its dry run is the
    preview. A function may stand there instead, with a `preview` of its own. `fields` are choices in the dialog that
    go along as parameters. `consequence` is the sentence under the question. `danger` asks for the number to be typed
    for more than 50 documents.
    """

    name: str
    verb: str
    noun: str
    operation: str | Deed
    subject: str = ""
    preview: Deed | None = None
    permission: str = ""
    key: str = ""
    fields: Sequence["Field"] = ()
    consequence: Callable[[Outcomes], str] | str = ""
    danger: bool = False
    primary: bool = True
    phrase: str = "{verb} {what}"
    past: str = "done"

    def allowed(self, ctx: Ctx) -> bool:
        """Say whether this person may do it at all."""
        needed = self.permission
        if not needed and isinstance(self.operation, str):
            needed = OPERATIONS[self.operation].permission
        return not needed or ctx.may(needed)

    def foresee(self, ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes | None:
        """Give the outcomes as they would be, or None where that cannot be told."""
        if self.preview:
            return self.preview(ctx, chosen, values)
        if isinstance(self.operation, str):
            outcomes: Outcomes = OPERATIONS[self.operation].dry_run(ctx, **{self.subject: list(chosen)}, **values)
            return outcomes
        return None

    def carry_out(self, ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
        """Do it, and give the outcome per document."""
        if isinstance(self.operation, str):
            outcomes: Outcomes = OPERATIONS[self.operation].call(ctx, **{self.subject: list(chosen)}, **values)
            return outcomes
        return self.operation(ctx, chosen, values)
