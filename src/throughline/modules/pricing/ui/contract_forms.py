"""Entering a contract whole with its prices, and changing one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.digits import is_id
from throughline.modules.pricing.domain.inputs import ContractInput, ContractPriceInput
from throughline.modules.pricing.permissions import CHANGE
from throughline.modules.pricing.queries.lists import contract_price_rows, contract_rows
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm, record_url, typed_lines

PRICES = typed_lines(
    Field("item_id", "Item", "lookup", lookup="items", required=True, width=-1),
    Field("unit", "Unit", required=True, width=80),
    Field("min_quantity", "From", "decimal", minimum=Decimal(0), width=100),
    Field("unit_price", "Price per unit", "money", required=True, minimum=Decimal(0), width=130),
    label="Prices",
)


def _number(asked: Mapping[str, str]) -> int:
    number = asked.get("contract", "")
    return int(number) if is_id(number) else 0


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    """Ask whose contract it is and for its code once: both stay."""
    known = bool(_number(asked))
    whose = [
        Field("code", "Contract", required=True, help="The number it is known by, for good", width=180),
        Field("party_id", "Customer", "lookup", lookup="customers", required=True, width=300),
    ]
    fixed = [Field("code", kind="hidden", required=True), Field("party_id", kind="hidden", parse=int, required=True)]
    return [
        Field("contract", kind="hidden", parse=int),
        Field("version", kind="hidden", parse=int),
        *(fixed if known else whose),
        Field("name", "Name", required=True, width=300),
        Field("currency", "Currency", required=True, help="Three letters: EUR", width=110),
        Field("valid_from", "Valid from", "date", width=160),
        Field("valid_to", "Until", "date", help="That day included; empty: without an end", width=160),
        PRICES,
    ]


def _initial(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    found = contract_rows(ctx, ids=[_number(asked)]) if _number(asked) else []
    if not found:
        return {"version": 0, "currency": currency(ctx)}
    (head,) = found
    prices = contract_price_rows(ctx, [head.id], size=1_000)
    return {
        "contract": head.id,
        "version": head.version,
        "code": head.code,
        "party_id": head.party_id,
        "name": head.name,
        "currency": head.currency,
        "valid_from": head.valid_from,
        "valid_to": head.valid_to,
        "lines": [
            {"item_id": one.item_id, "unit": one.unit, "min_quantity": one.min_quantity, "unit_price": one.unit_price}
            for one in prices
        ],
    }


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    prices = tuple(
        ContractPriceInput(line["item_id"], line["unit"], line["unit_price"], line.get("min_quantity") or Decimal(0))
        for line in values.get("lines") or []
    )
    given = ContractInput(
        code=values["code"],
        name=values["name"],
        party_id=values["party_id"],
        valid_from=values.get("valid_from"),
        valid_to=values.get("valid_to"),
        prices=prices,
        currency=values["currency"].upper(),
        version=values.get("version") or 0,
    )
    return {"contract": given}


SAVE = OperationForm(
    slug="contracts/save",
    title=lambda ctx, values: f"Change contract {values['code']}" if values.get("contract") else "New contract",
    text="It beats every price list while it is valid. Prices that are taken out are no longer part of it.",
    operation="pricing.save_contract",
    permission=CHANGE,
    submit_label="Save contract",
    parent="contracts",
    fields=_fields,
    initial=_initial,
    arguments=_arguments,
    on_done=lambda ctx, result, values: Done(record_url("contracts", result), f"Contract {values['code']} saved."),
)
