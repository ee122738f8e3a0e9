"""A company for measuring: one site, twenty items that every order wants, forty customers."""

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import uuid4

from throughline.governance.public import Duty, SiteInput, found_company, open_sites
from throughline.modules.billing.public import RateInput, set_tax_rates
from throughline.modules.catalog.public import ItemInput, save_items
from throughline.modules.inventory.public import places_by_code, set_up_site
from throughline.modules.ledger.public import set_up_books
from throughline.modules.parties.public import CustomerInput, PaymentTermsInput, save_customers, save_payment_terms
from throughline.modules.pricing.public import PriceInput, PriceListInput, save_price_lists, set_prices
from throughline.modules.sales.public import LineInput, QuoteInput
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.models import User
from throughline.platform.operations import Ctx, reading

ITEMS, CUSTOMERS, LINES = 20, 40, 10
PLENTY = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class Stage:
    """What an order needs to know of the company."""

    company_id: int
    actor_id: int
    site_id: int
    items: list[int]
    customers: list[int]
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def as_(self, duty: Duty) -> Ctx:
        """Act under a duty."""
        return Ctx(self.company_id, self.actor_id, frozenset({"*"}), frozenset({str(duty)}), door="bench")

    def quotes(self, count: int) -> list[QuoteInput]:
        """Draw quotes of ten lines among the twenty items."""
        return [
            QuoteInput(
                self.dice.choice(self.customers),
                self.site_id,
                [LineInput(item, Decimal(2)) for item in self.dice.sample(self.items, LINES)],
            )
            for _ in range(count)
        ]


def build() -> Stage:
    """Found the company through the operations."""
    code = f"bench-{uuid4().hex[:8]}"
    actor = User.objects.using("owner").create(username=code, name="Bench", is_service=True).pk
    everything = frozenset({"*"})
    founder = Ctx(0, actor, everything, frozenset({str(Duty.ADMINISTRATION)}))
    company = found_company(founder, code=code[:20], name="Bench", country="DE", currency="EUR")
    stage = Stage(company, actor, 0, [], [])
    masters = stage.as_(Duty.MASTER_DATA)
    (site,) = open_sites(masters, sites=[SiteInput("B1", "Bench", weekdays="1234567")])
    set_up_site(masters, site_id=site, bins=["A-1"])
    set_up_books(masters)
    set_tax_rates(masters, rates=[RateInput("domestic", "standard", Decimal(20), date(2020, 1, 1))])
    save_payment_terms(masters, terms=[PaymentTermsInput(code, "30 days", 30)])
    items = save_items(masters, items=[ItemInput(f"{code}-{n}", f"Item {n}") for n in range(ITEMS)]).documents()
    customers = save_customers(
        masters,
        customers=[CustomerInput(f"{code}-C{n}", f"Customer {n}", code, "EUR") for n in range(CUSTOMERS)],
    ).documents()
    pricing = stage.as_(Duty.PRICING)
    (prices,) = save_price_lists(pricing, price_lists=[PriceListInput("LIST", "List", "EUR")]).documents()
    set_prices(pricing, price_list=prices, prices=[PriceInput(item, "ea", Decimal("12.50")) for item in items])
    dock = stage.as_(Duty.RECEIVING)
    with reading(dock):
        place = places_by_code(dock, site)["A-1"]
    lines = [ReceiptLineInput(item, PLENTY, Decimal("0.0713"), location_id=place) for item in items]
    receive_goods(dock, receipts=[ReceiptInput(site, lines, kind="opening")]).unrefused()
    return Stage(company, actor, site, items, customers)
