"""The forms by which a document that waits for another person is decided: approved, refused with why, or withdrawn."""

from collections.abc import Mapping
from typing import Any

from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui.forms import Done, Field, OperationForm
from throughline.platform.ui.registry import record_url


def decision_form(
    *, record: str, verb: str, subject: str, takes: str, approve: bool | None = None, **more: Any
) -> OperationForm:
    """Give the form `<record>/<verb>` about the document that its address names as `subject`, with a remark.

    Its operation takes a set of such documents as `takes`, and the remark; where it decides, also whether to `approve`:
    who refuses has to say why. Withdrawing decides nothing (None). It leads back to the record, with what came of it.
    """
    refuses = approve is False

    def arguments(ctx: Ctx, values: Mapping[str, Any]) -> Mapping[str, Any]:
        decided = {} if approve is None else {"approve": approve}
        return {takes: [values[subject]], "remark": values.get("remark") or "", **decided}

    def done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
        one = result.only()
        return Done(record_url(record, values[subject]), f"{one.label}: {one.message}")

    return OperationForm(
        slug=f"{record}/{verb}",
        parent=record,
        fields=[
            Field(subject, kind="hidden", parse=int, required=True),
            Field("remark", "Why" if refuses else "Remark", required=refuses),
        ],
        arguments=arguments,
        on_done=done,
        **more,
    )
