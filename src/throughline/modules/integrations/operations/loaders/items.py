"""Items, with a price per stock unit where the file has one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from throughline.modules.catalog.public import (
    FamilyInput,
    ItemInput,
    StoredItem,
    items,
    known_families,
    save_families,
    save_items,
    set_item_state,
    stored_items,
)
from throughline.modules.integrations.domain.kinds import ITEMS
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
    needed,
    refusals,
    started,
    step,
    told,
    verdict_of,
    writing,
)
from throughline.modules.integrations.operations.loaders.lists import PRICE_STEP, list_named, price_fault
from throughline.modules.inventory.public import items_in_stock
from throughline.modules.pricing.public import PriceInput, remove_prices, set_prices, stored_prices
from throughline.modules.sales.public import items_on_orders
from throughline.platform.operations import Ctx, reading

#: Fields of an item that a file may fill; the others of a known item stay as they are.
FIELDS = (
    "code", "name", "family", "stock_unit", "unit_decimals", "kind", "tax_category", "gtin", "weight_kg", "lot_tracked",
)  # fmt: skip


class ItemLoader(Loader):
    """Saves items by their code, then their prices in the chosen list; makes the families that are new."""

    kind = ITEMS
    repeats = True

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Compare each line with the item of that code; empty cells and unmapped fields change nothing."""
        known = stored_items([line.values["code"] for line in lines if "code" in line.values])
        prices = self._prices(ctx, lines, known, options)
        return [self._plan(line, known, prices) for line in lines]

    def _prices(
        self, ctx: Ctx, lines: Sequence[Line], known: Mapping[str, StoredItem], options: Options
    ) -> dict[tuple[int, str], tuple[int, Decimal]]:
        if not any("price" in line.values for line in lines):
            return {}
        chosen = list_named(ctx, needed(options.price_list, "a price list", "price_list"))
        return {
            (one.item_id, one.unit): (one.id, one.unit_price)
            for one in stored_prices(ctx, [item.id for item in known.values()])
            if one.price_list_id == chosen.id and not one.min_quantity and one.valid_from is None
        }

    def _plan(
        self, line: Line, known: Mapping[str, StoredItem], prices: Mapping[tuple[int, str], tuple[int, Decimal]]
    ) -> Planned:
        planned = started(self.kind, line)
        if planned.verdict == "refused":
            return planned
        values = line.values
        stored = known.get(values["code"].upper())
        before = stored.entered if stored else ItemInput(values["code"], "")
        given = {name: values[name] for name in FIELDS if name in values and (name != "code" or stored is None)}
        after = replace(before, packagings=(), **given)
        if stored is None and not after.name:
            planned.refuse(f"{after.code} is new and needs a name.", "name")
            return planned
        planned.given = after
        old, new = changes(before if stored else ItemInput("", ""), after, [n for n in FIELDS if n in given])
        price = values.get("price")
        if price is not None:
            fault = price_fault(price)
            if fault:
                planned.refuse(fault, "price")
                return planned
            number, was = prices.get((stored.id, after.stock_unit), (0, None)) if stored else (0, None)
            if number:
                planned.known["price"] = number
            planned.amounts["price"] = price
            planned.more["price"] = price
            if was != price:
                old["price"], new["price"] = told(was), told(price)
        planned.old, planned.new = (old, new) if stored else ({}, new)
        planned.verdict = verdict_of(old, new) if stored else "new"
        if stored:
            planned.known["item"] = stored.id
        return planned

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to save the items, without their families where those are new."""
        wanted = writing(planned)
        if any("price" in one.more for one in wanted):
            with reading(ctx):
                chosen = list_named(ctx, options.price_list)
            dry("pricing.set_prices", ctx, price_list=chosen.id, prices=[])
        families = known_families_upper(ctx)
        given = [one.given if one.given.family.upper() in families else replace(one.given, family="") for one in wanted]
        return refusals(by_line(dry("catalog.save_items", ctx, items=given), wanted, "item")) if wanted else {}

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Make new families, save the items, then set their prices."""
        wanted = writing(planned)
        self._make_families(ctx, wanted)
        outcomes = save_items(step(ctx, "items"), items=[one.given for one in wanted])
        done = by_line(outcomes, wanted, "item")
        priced = [one for one in wanted if "price" in one.more and done[one.line].ok]
        if priced:
            done |= self._set_prices(ctx, priced, done, options)
        return done

    def _make_families(self, ctx: Ctx, wanted: Sequence[Planned]) -> None:
        known = known_families_upper(ctx)
        new = {one.given.family.upper(): one.given.family for one in wanted if one.given.family}
        made = [FamilyInput(code, code) for key, code in sorted(new.items()) if key not in known]
        if made:
            save_families(step(ctx, "families"), families=made)

    def _set_prices(
        self, ctx: Ctx, priced: Sequence[Planned], done: Mapping[int, Done], options: Options
    ) -> dict[int, Done]:
        with reading(ctx):
            chosen = list_named(ctx, options.price_list)
        given = [
            PriceInput(done[one.line].documents["item"], one.given.stock_unit, one.more["price"].quantize(PRICE_STEP))
            for one in priced
        ]
        outcomes = set_prices(step(ctx, "prices"), price_list=chosen.id, prices=given)
        found = by_line(outcomes, priced, "price")
        return {
            line: Done(one.ok, one.message, "price", {**done[line].documents, **one.documents})
            for line, one in found.items()
        }

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Give changed items back what they were; block new ones, which nobody has used yet, and take their prices."""
        done = self._unprice(ctx, rows, options)
        rows = [row for row in rows if row.line not in done or done[row.line].ok]
        changed = [row for row in rows if row.verdict == "changed"]
        new = [row for row in rows if row.verdict == "new"]
        return {**done, **self._restore(ctx, changed), **self._block(ctx, new)}

    def _unprice(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> dict[int, Done]:
        """Take new prices out, give changed ones back."""
        priced = [row for row in rows if "price" in row.documents]
        gone = [row for row in priced if not row.old.get("price")]
        back = [row for row in priced if row.old.get("price")]
        if gone:
            remove_prices(
                step(ctx, "prices"), prices=[row.documents["price"] for row in gone], reason="the import was undone"
            )
        if back:
            with reading(ctx):
                chosen = list_named(ctx, options.price_list)
                facts = items([row.documents["item"] for row in back])
            given = [
                PriceInput(row.documents["item"], facts[row.documents["item"]].stock_unit, Decimal(row.old["price"]))
                for row in back
            ]
            set_prices(step(ctx, "old prices"), price_list=chosen.id, prices=given)
        return {row.line: Done(True, documents=row.documents) for row in priced}

    def _restore(self, ctx: Ctx, rows: Sequence[Undoing]) -> dict[int, Done]:
        rows = [row for row in rows if set(row.old) - {"price"}]
        with reading(ctx):
            known = stored_items([row.key for row in rows])
        given, planned = [], []
        done: dict[int, Done] = {}
        for row in rows:
            stored = known.get(row.key.upper())
            moved = moved_since(stored.entered, row.new) if stored else "gone"
            if stored is None or moved:
                done[row.line] = Done(False, f"{row.key} was changed since: {moved}.", moved)
                continue
            old = {name: _typed(name, value) for name, value in row.old.items() if name != "price"}
            given.append(replace(stored.entered, packagings=(), **old))
            planned.append(Planned(row.line, row.key, "changed"))
        if given:
            done |= by_line(save_items(step(ctx, "restore"), items=given), planned, "item")
        return done

    def _block(self, ctx: Ctx, rows: Sequence[Undoing]) -> dict[int, Done]:
        ids = {row.line: row.documents["item"] for row in rows if "item" in row.documents}
        with reading(ctx):
            stocked, sold = items_in_stock(ctx, ids.values()), items_on_orders(ctx, ids.values())
        done, free = {}, {}
        for line, number in ids.items():
            if number in stocked:
                done[line] = Done(False, "It has stock since; take that back first.")
            elif number in sold:
                done[line] = Done(False, "It stands on an order since; it stays.")
            else:
                free[line] = number
        if free:
            outcomes = set_item_state(
                step(ctx, "block"), items=list(free.values()), state="blocked", reason="the import was undone"
            )
            by_id = {outcome.subject: outcome for outcome in outcomes}
            for line, number in free.items():
                refused = by_id[number].status == "refused"
                done[line] = Done(not refused, by_id[number].message if refused else "Blocked: it was new.")
        return done

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Count the items that stand, and sum the prices that the import wrote."""
        numbers = set(documents.get("price", ()))
        standing = items(documents.get("item", ()))
        prices = [one.unit_price for one in stored_prices(ctx, standing) if one.id in numbers]
        return {"price": sum(prices, Decimal(0)), "rows": Decimal(len(standing))}


def known_families_upper(ctx: Ctx) -> set[str]:
    """Give the codes of families in capitals."""
    with reading(ctx):
        return {code.upper() for code in known_families()}


def moved_since(entered: ItemInput, new: Mapping[str, str]) -> str:
    """Name a field that no longer holds what the import wrote."""
    return next((n for n, value in new.items() if n in FIELDS and told(getattr(entered, n)) != value), "")


def _typed(name: str, value: str) -> Any:
    if name == "unit_decimals":
        return int(value)
    if name == "lot_tracked":
        return value == "yes"
    if name == "weight_kg":
        return Decimal(value) if value else None
    return value
