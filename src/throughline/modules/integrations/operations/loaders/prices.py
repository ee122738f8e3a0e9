"""Prices of price lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.modules.catalog.public import packagings, stored_items
from throughline.modules.integrations.domain.kinds import PRICES
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    by_line,
    dry,
    refusals,
    started,
    step,
    told,
    verdict_of,
    writing,
)
from throughline.modules.integrations.operations.loaders.lists import price_fault
from throughline.modules.pricing.public import PriceInput, StoredPrice, price_lists, remove_prices, set_prices
from throughline.modules.pricing.public import stored_prices as stored
from throughline.platform.operations import Ctx, Outcomes, reading

ZERO = Decimal(0)


class PriceLoader(Loader):
    """Sets prices list by list; the same item, unit, quantity break and first day takes the new price."""

    kind = PRICES
    repeats = True

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Compare each line with the price that stands there."""
        goods = stored_items([line.values["item"] for line in lines if "item" in line.values])
        lists = {one.code.upper(): one.id for one in price_lists(ctx)}
        units = packagings([item.id for item in goods.values()])
        known = {
            (one.price_list_id, one.item_id, one.unit, one.min_quantity, one.valid_from): one
            for one in stored(ctx, [item.id for item in goods.values()])
        }
        planned = []
        for line in lines:
            one = started(self.kind, line)
            if one.verdict != "refused":
                self._fill(one, line.values, options, goods, lists, units, known)
            planned.append(one)
        return planned

    def _fill(
        self,
        one: Planned,
        values: Mapping[str, Any],
        options: Options,
        goods: Mapping[str, Any],
        lists: Mapping[str, int],
        units: Mapping[tuple[int, str], Any],
        known: Mapping[tuple[Any, ...], StoredPrice],
    ) -> None:
        code = values.get("list") or options.price_list
        item = goods.get(values["item"].upper())
        if not code or code.upper() not in lists:
            one.refuse(f"There is no price list “{code}”; save it first or choose one for the file.", "list")
        elif item is None:
            one.refuse(f"There is no item {values['item']}; import it first.", "item")
        elif price_fault(values["price"]):
            one.refuse(price_fault(values["price"]), "price")
        if one.verdict == "refused" or item is None:
            return
        unit = values.get("unit") or item.entered.stock_unit
        if (item.id, unit) not in units:
            one.refuse(f"{values['item']} is not counted in {unit}; import the packaging first.", "unit")
            return
        given = PriceInput(
            item.id,
            unit,
            values["price"],
            values.get("min_quantity") or ZERO,
            values.get("valid_from"),
            values.get("valid_to"),
        )
        number = lists[code.upper()]
        before = known.get((number, item.id, unit, given.min_quantity, given.valid_from))
        one.given, one.more = given, {"list": number}
        one.amounts["price"] = given.unit_price
        one.new = {"price": told(given.unit_price), "valid_to": told(given.valid_to)}
        if before:
            one.known = {"price": before.id, "item": item.id}
            old = {"price": told(before.unit_price), "valid_to": told(before.valid_to)}
            differing = [name for name in old if old[name] != one.new[name]]
            one.old = {name: old[name] for name in differing}
            one.new = {name: one.new[name] for name in differing}
            one.verdict = verdict_of(one.old, one.new)

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to set the prices."""
        return refusals(self._each_list(ctx, planned, lambda one, call: dry("pricing.set_prices", one, **call)))

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Set the prices."""
        return self._each_list(ctx, planned, lambda one, call: set_prices(one, **call))

    def _each_list(self, ctx: Ctx, planned: Sequence[Planned], call: Any) -> dict[int, Done]:
        by_list: dict[int, list[Planned]] = {}
        for one in writing(planned):
            by_list.setdefault(one.more["list"], []).append(one)
        done: dict[int, Done] = {}
        for number, ones in sorted(by_list.items()):
            given = {"price_list": number, "prices": [one.given for one in ones]}
            outcomes: Outcomes = call(step(ctx, f"list {number}"), given)
            done |= by_line(outcomes, ones, "price")
        goods = {one.line: one.given.item_id for one in writing(planned)}
        return {
            line: Done(one.ok, one.message, one.field_name, {**one.documents, "item": goods[line]})
            for line, one in done.items()
        }

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Take new prices out, and give changed ones back, unless somebody has changed them since."""
        numbers = {row.documents.get("price"): row for row in rows}
        with reading(ctx):
            there = {one.id: one for one in stored(ctx, {row.documents["item"] for row in rows}) if one.id in numbers}
        done, gone, back = {}, [], dict[int, list[tuple[Undoing, StoredPrice]]]()
        for row in rows:
            now = there.get(row.documents.get("price", 0))
            if now is None or ("price" in row.new and told(now.unit_price) != row.new["price"]):
                done[row.line] = Done(False, "The price was changed since; it stays.", "price")
            elif row.verdict == "new":
                gone.append(row)
            else:
                back.setdefault(now.price_list_id, []).append((row, now))
        if gone:
            ids = [row.documents["price"] for row in gone]
            outcomes = remove_prices(step(ctx, "remove"), prices=ids, reason="the import was undone")
            done |= by_line(outcomes, [Planned(row.line, row.key, "new") for row in gone], "price")
        for number, pairs in sorted(back.items()):
            given = [_before(row, now) for row, now in pairs]
            outcomes = set_prices(step(ctx, f"list {number}"), price_list=number, prices=given)
            done |= by_line(outcomes, [Planned(row.line, row.key, "changed") for row, _ in pairs], "price")
        return done

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Sum the prices that stand."""
        numbers = set(documents.get("price", ()))
        prices = [one.unit_price for one in stored(ctx, documents.get("item", ())) if one.id in numbers]
        return {"price": sum(prices, ZERO), "rows": Decimal(len(prices))}


def _before(row: Undoing, now: StoredPrice) -> PriceInput:
    price = Decimal(row.old["price"]) if "price" in row.old else now.unit_price
    until = now.valid_to
    if "valid_to" in row.old:
        until = date.fromisoformat(row.old["valid_to"]) if row.old["valid_to"] else None
    return PriceInput(now.item_id, now.unit, price, now.min_quantity, now.valid_from, until)
