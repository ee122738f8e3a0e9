"""What the demo company has before its first day: sites, items, prices, customers, terms, policies, stock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from throughline.governance.public import SiteInput, open_sites, set_policy
from throughline.modules.billing.public import RateInput, set_tax_rates
from throughline.modules.catalog.public import (
    FamilyInput,
    ItemInput,
    PackagingInput,
    SubstituteInput,
    save_families,
    save_items,
    save_substitutes,
)
from throughline.modules.inventory.public import places_by_code, set_up_site
from throughline.modules.ledger.public import set_up_books
from throughline.modules.parties.public import (
    AddressInput,
    CarrierServiceInput,
    CustomerInput,
    PaymentTermsInput,
    SupplierInput,
    save_addresses,
    save_carrier_services,
    save_customers,
    save_payment_terms,
    save_suppliers,
)
from throughline.modules.pricing.public import (
    ContractInput,
    ContractPriceInput,
    PriceInput,
    PriceListInput,
    save_contract,
    save_price_lists,
    set_prices,
)
from throughline.modules.settlement.public import set_credit_limits
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.operations import Ctx, reading
from throughline.web.demo.names import CITIES, FAMILIES, NAMES, size_in

D = Decimal
CENT = D("0.01")


@dataclass
class Item:
    """An item of the demo: id, code, cost and list price per stock unit, and how much is usually sold of it."""

    id: int
    code: str
    cost: Decimal
    price: Decimal
    usual: int
    family: str
    pack: int


@dataclass
class Masters:
    """What was made."""

    sites: list[int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    customers: dict[str, int] = field(default_factory=dict)
    bins: dict[int, list[int]] = field(default_factory=dict)
    services: list[int] = field(default_factory=list)


class Founding:
    """Lays the foundation, each part by the person whose duty it is."""

    def __init__(self, people: dict[str, Ctx], chance: Random, first: date) -> None:
        self.people, self.chance, self.first = people, chance, first
        self.made = Masters()

    def lay(self) -> Masters:
        """Make everything in its order."""
        self._sites()
        self._items()
        self._customers()
        self._prices()
        self._carriers()
        self._policies()
        self._stock()
        return self.made

    def _sites(self) -> None:
        ctx = self.people["masters"]
        set_up_books(ctx)
        set_tax_rates(
            ctx,
            rates=[
                RateInput("domestic", kind, D(rate), date(2020, 1, 1))
                for kind, rate in (("standard", "21"), ("reduced", "9"), ("zero", "0"))
            ],
        )
        wanted = [SiteInput("RTM", "Rotterdam"), SiteInput("LDS", "Leeds"), SiteInput("DUI", "Duisburg")]
        self.made.sites = open_sites(ctx, sites=wanted)
        for number in self.made.sites:
            places = [f"{aisle}-{bay:02d}-{level}" for aisle in "ABCD" for bay in range(1, 8) for level in (1, 2)]
            set_up_site(ctx, site_id=number, bins=places)
            with reading(ctx):
                known = places_by_code(ctx, number)
            self.made.bins[number] = [known[code] for code in places]

    def _items(self) -> None:
        ctx = self.people["masters"]
        save_families(
            ctx, families=[FamilyInput(code, name.partition("{")[0].strip(" ,")) for code, name, _, _, _, _ in FAMILIES]
        )
        inputs, facts = [], list[dict[str, Any]]()
        for family, label, codes, low, high, pack in FAMILIES:
            for place, code in enumerate(codes):
                cost = (D(low) + (D(high) - D(low)) * place / max(1, len(codes) - 1)).quantize(CENT)
                packs = (
                    (PackagingInput("box", D(pack)), PackagingInput("pallet", D(pack * 20), level=2)) if pack else ()
                )
                inputs.append(
                    ItemInput(code, label.format(size_in(code)), family=family, packagings=packs, weight_kg=cost / 10)
                )
                margin = D(self.chance.choice(["1.38", "1.45", "1.52", "1.6"]))
                facts.append({"code": code, "cost": cost, "price": (cost * margin).quantize(CENT), "family": family,
                              "usual": max(1, int(400 / float(cost))), "pack": pack})  # fmt: skip
        inputs.append(ItemInput("FREIGHT", "Freight, once per order", kind="service"))
        inputs.append(ItemInput("CUTTING", "Cutting to length", kind="service"))
        ids = save_items(ctx, items=inputs).documents()
        self.made.items = [Item(number, **fact) for number, fact in zip(ids, facts, strict=False)]
        self.made.services = ids[len(facts) :]
        save_substitutes(ctx, substitutes=_next_in_line(self.made.items))

    def _customers(self) -> None:
        ctx = self.people["masters"]
        terms = [("N14", "14 days net", 14, 0, "0"), ("N30", "30 days net", 30, 0, "0"),
                 ("N45", "45 days net", 45, 0, "0"), ("N30D2", "30 days net, 2 % in 10", 30, 10, "2")]  # fmt: skip
        save_payment_terms(
            ctx, terms=[PaymentTermsInput(code, name, days, early, D(rate)) for code, name, days, early, rate in terms]
        )
        inputs = [
            CustomerInput(
                f"C{10000 + place * 7}",
                name,
                self.chance.choice(["N14", "N30", "N30", "N45", "N30D2"]),
                "EUR",
                country=CITIES[place % len(CITIES)][2],
                group=("key", "dispatch", "weekly", "", "")[place % 5],
                requires_customer_po=place % 9 == 4,
                ship_complete=place % 11 == 5,
                service_class="urgent" if place % 10 == 3 else "standard",
                minimum_order_net=D(50) if place % 8 == 6 else D(0),
                accepts_substitutes=place % 3 == 1,
                owner=("desk", "", "manager")[place % 3],
            )
            for place, name in enumerate(NAMES)
        ]
        ids = save_customers(ctx, customers=inputs).documents()
        self.made.customers = dict(zip(NAMES, ids, strict=True))
        addresses = []
        for place, number in enumerate(ids):
            city, postcode, country = CITIES[place % len(CITIES)]
            for kind, street in (("ship_to", "Goods in, gate 2"), ("bill_to", "Accounts payable")):
                addresses.append(
                    AddressInput(number, kind.upper(), kind, NAMES[place], (street,), country, postcode, city, True)
                )
        save_addresses(ctx, addresses=addresses)
        save_suppliers(ctx, suppliers=[SupplierInput("S-LENK", "Lenk Antriebe GmbH", "N30", "EUR", country="DE")])
        limits = {number: D(self.chance.choice([15, 25, 40, 60, 90])) * 1000 for number in ids}
        limits[ids[2]], limits[ids[9]], limits[ids[17]] = D(2500), D(1800), D(3000)
        set_credit_limits(self.people["credit"], limits=limits)

    def _prices(self) -> None:
        ctx = self.people["pricing"]
        lists = [PriceListInput("STANDARD", "List price", "EUR"), PriceListInput("KEY", "Key accounts", "EUR", "key")]
        standard, key = save_price_lists(ctx, price_lists=lists).documents()
        prices = []
        for item in self.made.items:
            prices.append(PriceInput(item.id, "ea", item.price))
            prices.append(PriceInput(item.id, "ea", (item.price * D("0.95")).quantize(CENT), D(item.usual * 3)))
        prices += [PriceInput(self.made.services[0], "ea", D(45)), PriceInput(self.made.services[1], "ea", D(12))]
        set_prices(ctx, price_list=standard, prices=prices)
        chosen = [item for place, item in enumerate(self.made.items) if place % 3 == 0]
        set_prices(
            ctx, price_list=key, prices=[PriceInput(i.id, "ea", (i.price * D("0.93")).quantize(CENT)) for i in chosen]
        )
        for place, name in enumerate(NAMES[:6]):
            agreed = tuple(
                ContractPriceInput(item.id, "ea", (item.price * D("0.9")).quantize(CENT))
                for item in self.chance.sample(self.made.items, 8)
            )
            until = self.first + timedelta(days=365)
            save_contract(
                ctx,
                contract=ContractInput(
                    f"C-{2200 + place}",
                    f"Contract C-{2200 + place}",
                    self.made.customers[name],
                    self.first,
                    until,
                    agreed,
                ),
            )

    def _carriers(self) -> None:
        services = [
            CarrierServiceInput("DPD", "DPD", "Parcel, next day", time(16, 30), 1, "https://dpd.example/{tracking}"),
            CarrierServiceInput("RHENUS", "Rhenus", "Groupage", time(15)),
            CarrierServiceInput("DSV", "DSV", "Road, across the sea", time(14), 2, "https://dsv.example/{tracking}"),
        ]
        save_carrier_services(self.people["masters"], services=services)

    def _policies(self) -> None:
        ctx = self.people["masters"]
        for kind, name, scope, parameters in (
            ("sales.margin_floor", "Margin floor MF-01", {}, {"percent": "15"}),
            ("sales.margin_floor", "Margin floor MF-02, sample orders", {"service_class": "sample"}, {"percent": None}),
            ("sales.discount_limit", "Discount limit DL-01", {}, {"percent": "12"}),
            ("sales.ranking", "Urgent first", {"service_class": "urgent"}, {"rank": 20}),
            ("sales.transport_time", "Delivery next day", {}, {"days": 1}),
            ("sales.carrier", "Parcels by DPD", {}, {"service": "DPD"}),
            ("sales.carrier", "Key accounts by groupage", {"customer_group": "key"}, {"service": "RHENUS"}),
            ("sales.carrier", "Britain by road", {"country": "GB"}, {"service": "DSV"}),
            ("warehouse.releasing", "Urgent goes an hour before the cut-off", {"service_class": "urgent"},
             {"when": "before_cut_off", "minutes_before": 60}),
            ("governance.exception_owner", "Transport minds its own", {"queue": "transport"}, {"person": "transport"}),
            ("inventory.promising", "Supplier lead time", {}, {"lead_time_days": 12}),
            ("inventory.adjusting", "Up to 250 alone", {}, {"limit_without_approval": "250"}),
            ("billing.policy", "Billed when accepted", {},
             {"trigger": "accepted", "grouping": "shipment", "frequency": "immediate"}),
            ("billing.policy", "Billed on dispatch", {"customer_group": "dispatch"},
             {"trigger": "dispatched", "grouping": "shipment", "frequency": "immediate"}),
            ("billing.policy", "Weekly per ship-to", {"customer_group": "weekly"},
             {"trigger": "accepted", "grouping": "ship_to", "frequency": "weekly"}),
        ):  # fmt: skip
            set_policy(ctx, kind=kind, name=name, scope=scope, parameters=parameters, reason="Set up with the company")

    def _stock(self) -> None:
        ctx = self.people["dock"]
        for place, site in enumerate(self.made.sites):
            lines = []
            for number, item in enumerate(self.made.items):
                if number % 17 == 11:
                    continue  # nothing of these at first: they are pegged to arrivals
                share = (6, 4, 3)[place]
                spot = self.made.bins[site][number % len(self.made.bins[site])]
                lines.append(ReceiptLineInput(item.id, D(item.usual * share), item.cost, location_id=spot))
            receive_goods(
                ctx, receipts=[ReceiptInput(site, lines, kind="opening", reference="Opening stock")]
            ).unrefused()


def _next_in_line(items: Sequence[Item]) -> list[SubstituteInput]:
    """Let grease and oil of the next grade be delivered for the one before, at its price."""
    pairs = [
        (one, other)
        for one, other in pairwise(items)
        if one.family == other.family and one.family in ("GREASE", "OILS")
    ]
    return [SubstituteInput(one.id, other.id, remark="Next grade, same use") for one, other in pairs]
