"""Payment terms: a list, and a form to make or change one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.modules.parties.operations.save_payment_terms import PaymentTermsInput, save_payment_terms
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries.stored import payment_terms
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    form_url,
)

CHANGE = "parties.terms.change"


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    words = asked.search.casefold()
    return ListPage([one for one in payment_terms() if words in f"{one.code} {one.name}".casefold()])


LIST = ListScreen(
    slug="payment-terms",
    title="Payment terms",
    permission=READ,
    nav=Nav("Set up", "Payment terms", "calendar", 46),
    query=_page,
    columns=[
        Column("code", "Terms", "code", priority=1),
        Column("name", "Name", priority=1),
        Column("days", "Due after days", "number", align="end", priority=2),
        Column("discount_percent", "Discount %", "number", align="end", priority=3),
        Column("discount_days", "within days", "number", align="end", priority=3),
    ],
    row_url=lambda row: form_url("payment-terms/save", code=row.code),
    new=Action("New terms", form="payment-terms/save", primary=True, key="N"),
    empty=Empty("No payment terms here", "A customer needs some before anything can be sold to it."),
)


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    code = query.get("code", "").upper()
    found = next((one for one in payment_terms() if one.code.upper() == code), None)
    if found is None:
        return {"days": 30, "discount_days": 0, "discount_percent": Decimal(0)}
    return {
        "code": found.code,
        "name": found.name,
        "days": found.days,
        "discount_days": found.discount_days,
        "discount_percent": found.discount_percent,
    }


def _save(ctx: Ctx, *, terms: PaymentTermsInput) -> str:
    return save_payment_terms(ctx, terms=[terms]).only().label


SAVE = OperationForm(
    slug="payment-terms/save",
    title=lambda ctx, values: f"Payment terms {values['code']}" if values.get("code") else "New payment terms",
    text="Documents keep the terms they were made with; a change holds for the next ones.",
    operation=_save,
    calls="parties.save_payment_terms",
    permission=CHANGE,
    submit_label="Save terms",
    parent="payment-terms",
    fields=[
        Field("code", "Code", required=True, help="Known codes are changed, others made"),
        Field("name", "Name", required=True, help="Printed on invoices"),
        Field("days", "Due after days", "number", required=True, minimum=0),
        Field("discount_percent", "Discount %", "decimal", minimum=Decimal(0)),
        Field("discount_days", "Discount within days", "number", minimum=0),
    ],
    initial=_initial,
    arguments=lambda ctx, values: {
        "terms": PaymentTermsInput(
            values["code"], values["name"], values["days"], values.get("discount_days") or 0,
            values.get("discount_percent") or Decimal(0),
        )
    },
    on_done=lambda ctx, result, values: Done("/payment-terms/", f"Terms {result} saved."),
)  # fmt: skip
