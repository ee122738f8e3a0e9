"""Deciding on a hold: release it as an approval, or refuse it, with a reason."""

from collections.abc import Mapping
from typing import Any

from throughline.governance.duties import Duty
from throughline.governance.holds import decide_holds
from throughline.governance.placing import STAGES
from throughline.governance.watch import HoldFacts, hold_by_id
from throughline.kernel.errors import NotFound
from throughline.platform import refs
from throughline.platform.operations import Ctx, Outcome
from throughline.platform.ui import Done, Field, OperationForm
from throughline.platform.ui.sentences import Told, said, tell
from throughline.platform.ui.spoken import spoken


def _hold(ctx: Ctx, values: Mapping[str, Any]) -> HoldFacts:
    found = hold_by_id(ctx, values.get("hold") or 0)
    if found is None:
        raise NotFound("hold_unknown", "The hold is not there or was decided already.")
    return found


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    hold = _hold(ctx, values)
    label = refs.resolve([hold.ref])[hold.ref].label
    return tell("Release {document} for {stage}?", document=label, stage=said(hold.stage))


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    bound = said("The decision is bound to the document as it is; it is void once it changes.")
    return Told(f"{spoken(_hold(ctx, values).message)} {bound}")


def _decide(ctx: Ctx, *, hold: int, decision: str, reason: str, back: str = "") -> Outcome:
    return decide_holds(ctx, holds=[hold], release=decision == "release", reason=reason).only()


def _done(ctx: Ctx, result: Outcome, values: Mapping[str, Any]) -> Done:
    word = "Hold released; the document is tried again." if values["decision"] == "release" else "Release refused."
    return Done(values.get("back") or "", word)


RELEASE = OperationForm(
    slug="holds/release",
    title=_title,
    text=_text,
    operation=_decide,
    calls="governance.decide_holds",
    permission="governance.hold.decide",
    submit_label="Decide",
    fields=[
        Field("hold", kind="hidden", parse=int, required=True),
        Field(
            "decision",
            "Decision",
            "select",
            required=True,
            choices=[("release", "Release"), ("refuse", "Refuse")],
        ),
        Field("reason", "Reason", "textarea", required=True, help="It stays with the document."),
    ],
    on_done=_done,
)


PLACE = OperationForm(
    slug="holds/place",
    title="Place a hold",
    text="The stage waits until the right duty lifts the hold. The reason shows on the throughline.",
    operation="governance.place_holds",
    submit_label="Place hold",
    arguments=lambda ctx, values: {
        "threads": [values["thread"]],
        "stage": values["stage"],
        "reason": values["reason"],
        "duty": values.get("duty") or "",
    },
    on_done=lambda ctx, result, values: Done(values.get("back") or "", "The hold stands."),
    fields=[
        Field("thread", kind="hidden", parse=int, required=True),
        Field("stage", "What waits", "select", required=True, choices=list(STAGES.items())),
        Field("duty", "Who may lift it", "select", help="Your own duty unless chosen",
              choices=[("", ""), *((str(duty), str(duty).capitalize()) for duty in Duty)]),
        Field("reason", "Reason", "textarea", required=True),
    ],
)  # fmt: skip

FORMS = (RELEASE, PLACE)
