"""Parties for tests, made through the operations; codes are unique unless given."""

from dataclasses import replace
from itertools import count
from os import getpid
from typing import Any

from throughline.governance.public import Duty
from throughline.modules.parties.public import (
    AddressInput,
    CustomerInput,
    PaymentTermsInput,
    SupplierInput,
    save_addresses,
    save_customers,
    save_payment_terms,
    save_suppliers,
)
from throughline.platform.operations import Ctx, Outcomes

_numbers = count(1)


def payment_terms(ctx: Ctx, code: str | None = None, days: int = 30, **more: Any) -> str:
    """Have payment terms, 30 days net unless said otherwise, and give their code."""
    code = code or f"T-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"{days} days")
    save_payment_terms(_clerk(ctx), terms=[PaymentTermsInput(code, days=days, **more)]).only()
    return code


def customer(ctx: Ctx, code: str | None = None, *, ship_to: bool = True, **more: Any) -> int:
    """Have a customer with a default ship-to and bill-to address, and give its party id."""
    code = code or f"C-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"Customer {code}")
    more.setdefault("currency", "EUR")
    more.setdefault("country", "DE")
    if "payment_terms" not in more:
        more["payment_terms"] = payment_terms(ctx)
    party_id = _saved(save_customers(_clerk(ctx), customers=[CustomerInput(code, **more)]))
    if ship_to:
        for kind in ("ship_to", "bill_to"):
            address(ctx, party_id, kind=kind, is_default=True)
    return party_id


def supplier(ctx: Ctx, code: str | None = None, **more: Any) -> int:
    """Have a supplier and give its party id."""
    code = code or f"S-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"Supplier {code}")
    more.setdefault("currency", "EUR")
    if "payment_terms" not in more:
        more["payment_terms"] = payment_terms(ctx)
    return _saved(save_suppliers(_clerk(ctx), suppliers=[SupplierInput(code, **more)]))


def address(ctx: Ctx, party_id: int, code: str | None = None, **more: Any) -> int:
    """Have an address of a party, a ship-to unless said otherwise, and give its id."""
    more = {"kind": "ship_to", "name": "Goods in", "lines": ("Dock 1",), "country": "DE", **more}
    code = code or f"A-{next(_numbers)}"
    return _saved(save_addresses(_clerk(ctx), addresses=[AddressInput(party_id, code, **more)]))


def _saved(outcomes: Outcomes) -> int:
    document = outcomes.only().document
    assert document is not None
    return document


def _clerk(ctx: Ctx) -> Ctx:
    """Act as whoever keeps master data."""
    return replace(ctx, permissions=frozenset({"*"}), duties=frozenset({str(Duty.MASTER_DATA)}), idempotency_key=None)
