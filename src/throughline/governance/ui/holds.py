"""Deciding on a hold: release it as an approval, or refuse it, with a reason."""

from collections.abc import Mapping
from typing import Any

from throughline.governance.holds import decide_holds
from throughline.governance.watch import HoldFacts, hold_by_id
from throughline.kernel.errors import NotFound
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm


def _hold(ctx: Ctx, values: Mapping[str, Any]) -> HoldFacts:
    found = hold_by_id(ctx, values.get("hold") or 0)
    if found is None:
        raise NotFound("hold_unknown", "The hold is not there or was decided already.")
    return found


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    hold = _hold(ctx, values)
    return f"Release {refs.resolve([hold.ref])[hold.ref].label} for {hold.stage}?"


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    return f"{_hold(ctx, values).message} The decision is bound to the document as it is; it is void once it changes."


def _decide(ctx: Ctx, *, hold: int, decision: str, reason: str, back: str = "") -> int:
    return decide_holds(ctx, holds=[hold], release=decision == "release", reason=reason)


def _done(ctx: Ctx, result: int, values: Mapping[str, Any]) -> Done:
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
