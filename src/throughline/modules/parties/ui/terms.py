"""Payment terms: a list, and a form to make or change one."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from throughline.modules.parties.operations.save_payment_terms import PaymentTermsInput
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries.stored import payment_terms
from throughline.platform.operations import Ctx
from throughline.platform.refs import Shown
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Master,
    Nav,
    form_url,
)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage.of_few(payment_terms(), asked.search, "code", "name")


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


def _stored(ctx: Ctx, code: str) -> PaymentTermsInput | None:
    found = next((one for one in payment_terms() if one.code.upper() == code.upper()), None)
    if found is None:
        return None
    return PaymentTermsInput(
        found.code, found.name, found.days, found.discount_days, found.discount_percent, found.version
    )


SAVE = Master(
    slug="payment-terms",
    operation="parties.save_payment_terms",
    takes="terms",
    input=PaymentTermsInput,
    new_title="New payment terms",
    known_title="Payment terms {code}",
    text="Documents keep the terms they were made with; a change holds for the next ones.",
    submit_label="Save terms",
    saved="Terms {code} saved.",
    code=Field("code", "Code", required=True, help="The code they are known by, for good", width=160),
    fields=[
        Field("name", "Name", required=True, help="Printed on invoices"),
        Field("days", "Due after days", "number", required=True, minimum=0),
        Field("discount_percent", "Discount %", "decimal", minimum=Decimal(0)),
        Field("discount_days", "Discount within days", "number", minimum=0),
    ],
    stored=_stored,
    fresh=lambda ctx: PaymentTermsInput("", "", 30, version=0),
).form()


def shown(ids: Iterable[int]) -> Mapping[int, Shown]:
    """Name payment terms, with the way to them."""
    wanted = set(ids)
    return {
        one.id: Shown("Payment terms", f"{one.code} {one.name}", form_url("payment-terms/save", code=one.code))
        for one in payment_terms()
        if one.id in wanted
    }
