"""Deciding what was asked to be written off of a transfer."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.kernel.errors import DomainError
from throughline.modules.transfers.acts.writing_off import number_of
from throughline.modules.transfers.queries.lists import WriteOffRow
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    Finding,
    Findings,
    OperationForm,
    Preview,
    record_url,
)
from throughline.platform.ui.formats import money

DECIDE = "transfers.write_off.decide"
WORDS = {"booked": "Written off", "refused": "Write-off refused", "void": "Entered anew"}


def findings(found: Sequence[WriteOffRow]) -> list[Findings]:
    """Say what waits to be written off and what was decided."""
    told = []
    for one in found:
        if one.state == "waiting":
            limit = f"more than {money(one.limit)}" if one.limit else "more than policy allows"
            text = f"{one.asker} asked for it. It is {limit}, so another person decides."
            told.append(Finding("warn", f"{number_of(one.id)}: {money(one.value)} waits to be written off", text))
        elif one.state != "void":
            text = f"Asked by {one.asker}, decided by {one.decider or one.asker}. {one.remark}".strip()
            told.append(Finding("info", f"{number_of(one.id)}: {WORDS[one.state]}, {money(one.value)}", text))
    return [Findings(told, "Write-offs")] if told else []


def actions(ctx: Ctx, found: Sequence[WriteOffRow]) -> list[Action]:
    """Offer to decide what waits, but not to who asked for it."""
    waiting = next((one for one in found if one.state == "waiting"), None)
    if waiting is None or not ctx.may(DECIDE) or waiting.asked_by == ctx.actor_id:
        return []
    return [Action("Decide write-off", form="transfers/write-off", query={"write_off": waiting.id}, primary=True)]


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say what deciding would do, by doing it and taking it back."""
    how = {"write_off": int(values.get("write_off") or 0), "approve": values.get("how") != "refuse"}
    try:
        OPERATIONS["transfers.decide_write_off"].dry_run(ctx, **how, remark=values.get("remark") or "looked at")
    except DomainError as refused:
        return Preview(findings=[Finding("block", "It cannot be decided so", refused.message)])
    said = "It would be written off" if how["approve"] else "It would stay on its way"
    return Preview(findings=[Finding("info", said, "Nothing has happened yet.")])


FORM = OperationForm(
    slug="transfers/write-off",
    parent="transfers",
    title=lambda ctx, values: f"Decide {number_of(int(values.get('write_off') or 0))}",
    text="What did not arrive leaves the goods in transit and is a loss of stock.",
    operation="transfers.decide_write_off",
    submit_label="Decide",
    rehearses=True,
    preview=_ahead,
    initial=lambda ctx, query: {"write_off": query.get("write_off"), "how": "approve"},
    arguments=lambda ctx, values: {
        "write_off": values["write_off"],
        "approve": values["how"] == "approve",
        "remark": values.get("remark") or "",
    },
    on_done=lambda ctx, result, values: Done(
        record_url("transfers", result), "Written off." if values["how"] == "approve" else "Refused."
    ),
    fields=[
        Field("write_off", kind="hidden", parse=int, required=True),
        Field("how", "Decision", "select", required=True, width=180,
              choices=[("approve", "Write it off"), ("refuse", "Refuse")]),
        Field("remark", "Remark", width=320, help="Needed to refuse"),
    ],
)  # fmt: skip
