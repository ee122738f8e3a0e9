"""Customers with their terms and one address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.modules.integrations.domain.countries import country_code
from throughline.modules.integrations.domain.kinds import CUSTOMERS
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    by_line,
    changes,
    dry,
    refusals,
    started,
    step,
    told,
    verdict_of,
    writing,
)
from throughline.modules.parties.public import (
    AddressFacts,
    AddressInput,
    CustomerInput,
    StoredCustomer,
    addresses_named,
    block_customer,
    customers,
    save_addresses,
    save_customers,
    stored_customers,
)
from throughline.modules.sales.public import parties_with_orders
from throughline.modules.settlement.public import credit_facts
from throughline.platform.operations import Ctx, reading

FIELDS = (
    "name", "payment_terms", "currency", "vat_number", "country", "language", "group", "requires_customer_po",
    "minimum_order_net", "ship_complete", "accepts_substitutes", "tax_category", "service_class", "owner",
)  # fmt: skip
ADDRESS = ("street", "street2", "postcode", "city")
#: The address that imports keep: goods and bills go there unless others are entered.
MAIN = "MAIN"


class CustomerLoader(Loader):
    """Saves customers by their code, then their main address."""

    kind = CUSTOMERS
    repeats = True

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Compare each line with the customer of that code; empty cells and unmapped fields change nothing."""
        known = stored_customers(ctx, [line.values["code"] for line in lines if "code" in line.values])
        places = addresses_named([one.party_id for one in known.values()], MAIN)
        defaults = CustomerInput("", "", options.payment_terms, currency(ctx))
        return [self._plan(line, known, places, defaults) for line in lines]

    def _plan(
        self,
        line: Line,
        known: Mapping[str, StoredCustomer],
        places: Mapping[int, AddressFacts],
        defaults: CustomerInput,
    ) -> Planned:
        planned = started(self.kind, line)
        if planned.verdict == "refused":
            return planned
        values = dict(line.values)
        if "country" in values:
            code = country_code(values["country"])
            if not code:
                planned.refuse(f"Country “{values['country']}” is unknown; use two letters such as DE.", "country")
                return planned
            values["country"] = code
        stored = known.get(values["code"].upper())
        before = entered(stored, defaults) if stored else replace(defaults, code=values["code"])
        after = replace(before, **{name: values[name] for name in FIELDS if name in values})
        is_customer = stored is not None and stored.payment_terms is not None
        if not after.name:
            planned.refuse(f"{after.code} is new and needs a name.", "name")
        elif not after.payment_terms:
            planned.refuse("Name payment terms, or choose some for the file.", "payment_terms")
        old, new = changes(before if is_customer else CustomerInput("", "", "", ""), after, FIELDS)
        old_place, new_place = _place_changes(values, places.get(stored.party_id) if stored else None)
        planned.given = after
        planned.more = {"address": values if new_place else None}
        planned.old, planned.new = ({**old, **old_place} if is_customer else {}), {**new, **new_place}
        if planned.verdict != "refused" and stored is not None and is_customer:
            planned.known = {"party": stored.party_id}
            planned.verdict = verdict_of(planned.old, planned.new)
        return planned

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to save the customers."""
        wanted = writing(planned)
        given = [one.given for one in wanted]
        done = refusals(by_line(dry("parties.save_customers", ctx, customers=given), wanted, "party")) if wanted else {}
        faults = {one.line: _place_fault(one) for one in wanted if one.more["address"]}
        return {**done, **{line: fault for line, fault in faults.items() if fault and line not in done}}

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Save the customers, then their addresses."""
        wanted = writing(planned)
        outcomes = save_customers(step(ctx, "customers"), customers=[one.given for one in wanted])
        done = by_line(outcomes, wanted, "party")
        placed = [one for one in wanted if one.more["address"] and done[one.line].ok]
        if placed:
            given = [_address(one, done[one.line].documents["party"]) for one in placed]
            saved = by_line(save_addresses(step(ctx, "addresses"), addresses=given), placed, "address")
            done |= {
                line: Done(one.ok, one.message, one.field_name, {**done[line].documents, **one.documents})
                for line, one in saved.items()
            }
        return done

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Give changed customers back what they were; block new ones that nothing was sold to."""
        with reading(ctx):
            known = stored_customers(ctx, [row.key for row in rows])
        done: dict[int, Done] = {}
        given, restored = [], []
        for row in (one for one in rows if one.verdict == "changed"):
            stored = known.get(row.key.upper())
            if stored is None or stored.payment_terms is None:
                done[row.line] = Done(False, "It is no customer any more.")
                continue
            now = entered(stored, CustomerInput("", "", "", ""))
            moved = next((n for n, was in row.new.items() if n in FIELDS and told(getattr(now, n)) != was), "")
            if moved:
                done[row.line] = Done(False, f"It was changed since: {moved}.", moved)
                continue
            old = {name: _typed(name, value) for name, value in row.old.items() if name in FIELDS}
            given.append(replace(now, **old))
            restored.append(Planned(row.line, row.key, "changed"))
        if given:
            done |= by_line(save_customers(step(ctx, "restore"), customers=given), restored, "party")
        return {**done, **self._block(ctx, [one for one in rows if one.verdict == "new"])}

    def _block(self, ctx: Ctx, rows: Sequence[Undoing]) -> dict[int, Done]:
        ids = {row.line: row.documents["party"] for row in rows if "party" in row.documents}
        with reading(ctx):
            used = parties_with_orders(ctx, ids.values())
            owing = {party for party, credit in credit_facts(ctx, ids.values()).items() if credit.receivable}
        done = {}
        for line, number in ids.items():
            if number in used or number in owing:
                word = "It has orders" if number in used else "It has open items"
                done[line] = Done(False, f"{word} since; it stays.")
                continue
            one = step(ctx, f"block {number}")
            block_customer(one, party_id=number, block="all", reason="the import was undone")
            done[line] = Done(True, "Blocked: it was new.")
        return done

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Count the customers that stand."""
        return {"rows": Decimal(len(customers(ctx, documents.get("party", ()))))}


def entered(stored: StoredCustomer, defaults: CustomerInput) -> CustomerInput:
    """Give what would have to be entered to have a customer as it is."""
    values = {name: getattr(stored, name) for name in FIELDS if getattr(stored, name) not in (None, "")}
    return replace(defaults, code=stored.code, kind=stored.kind, **values)


def _place_changes(values: Mapping[str, Any], known: AddressFacts | None) -> tuple[dict[str, str], dict[str, str]]:
    given = {name: str(values[name]) for name in ADDRESS if name in values}
    if not given:
        return {}, {}
    lines = [*(known.lines if known else []), "", ""]
    was = {
        "street": lines[0],
        "street2": lines[1],
        "postcode": known.postcode if known else "",
        "city": known.city if known else "",
    }
    differing = [name for name, value in given.items() if was[name] != value]
    return {name: was[name] for name in differing if known}, {name: given[name] for name in differing}


def _address(one: Planned, party: int) -> AddressInput:
    values = one.more["address"]
    lines = tuple(str(values[name]) for name in ("street", "street2") if values.get(name))
    return AddressInput(
        party,
        MAIN,
        "ship_to",
        one.given.name,
        lines,
        one.given.country,
        str(values.get("postcode", "")),
        str(values.get("city", "")),
        is_default=True,
    )


def _place_fault(one: Planned) -> Done | None:
    if not one.given.country:
        return Done(False, "An address needs its country; map one or give it.", "country")
    if len(str(one.more["address"].get("postcode", ""))) > 20:
        return Done(False, "The postcode is too long; at most 20 signs.", "postcode")
    return None


def _typed(name: str, value: str) -> Any:
    if name in ("requires_customer_po", "ship_complete", "accepts_substitutes"):
        return value == "yes"
    return Decimal(value) if name == "minimum_order_net" else value
