"""What the forms about one shipment share: they know it by their address and lead back to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm, record_url


def shipment_form(*, fields: Sequence[Field], told: str = "", **more: Any) -> OperationForm:
    """Give a form about the shipment that its address names; it says `told` there, or what came of that one."""

    def done(ctx: Ctx, result: Any, values: Mapping[str, Any]) -> Done:
        return Done(record_url("shipments", values["shipment"]), told or result.only().message)

    about = Field("shipment", kind="hidden", parse=int, required=True)
    return OperationForm(parent="shipments", fields=[about, *fields], on_done=done, **more)
