"""Opening stock by bin and lot, at its cost."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import sites
from throughline.kernel.errors import RuleViolation
from throughline.modules.catalog.public import StoredItem, stored_items
from throughline.modules.integrations.domain.kinds import STOCK
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    attempt,
    dry,
    refusals,
    started,
    step,
    told,
    writing,
)
from throughline.modules.inventory.public import Adjustment, adjust_stock, booked, lots_named, places_by_code, statuses
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.operations import Ctx, Outcomes, reading

RECEIPT = "warehouse.receipt"


class StockLoader(Loader):
    """Receives stock as opening balance, one receipt a site and part of the file."""

    kind = STOCK

    def group(self, line: Line) -> str:
        """Each line stands alone."""
        return ""

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Find site, bin and item of each line; stock is added to what is there, so every line is new."""
        goods = stored_items([line.values["item"] for line in lines if "item" in line.values])
        known = {one.code.upper(): number for number, one in sites(ctx).items()}
        places = {
            number: {code.upper(): place for code, place in places_by_code(ctx, number).items()}
            for number in known.values()
        }
        planned = []
        for line in lines:
            one = started(self.kind, line)
            if one.verdict != "refused":
                self._fill(one, line.values, options, goods, known, places)
            planned.append(one)
        return planned

    def _fill(
        self,
        one: Planned,
        values: Mapping[str, Any],
        options: Options,
        goods: Mapping[str, StoredItem],
        known: Mapping[str, int],
        places: Mapping[int, Mapping[str, int]],
    ) -> None:
        site = known.get(str(values.get("site") or options.site).upper())
        item = goods.get(values["item"].upper())
        place = places[site].get(values["bin"].upper()) if site else None
        if site is None:
            one.refuse(f"There is no site “{values.get('site') or options.site}”; choose one for the file.", "site")
        elif place is None:
            one.refuse(f"The site has no bin “{values['bin']}”; make it first.", "bin")
        elif item is None:
            one.refuse(f"There is no item {values['item']}; import it first.", "item")
        else:
            _check(one, values, item)
        if one.verdict == "refused" or site is None or place is None or item is None:
            return
        quantity, cost = values["quantity"], values["unit_cost"]
        one.given = ReceiptLineInput(
            item.id,
            quantity,
            cost,
            location_id=place,
            lot_code=values.get("lot", ""),
            expires_on=values.get("expires_on"),
            status=values.get("status", "available"),
        )
        one.more = {"site": site}
        one.new = {"quantity": told(quantity), "unit_cost": told(cost)}
        one.amounts = {"quantity": quantity, "value": round(quantity * cost, 2)}

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to receive."""
        return refusals(self._receive(ctx, planned, lambda one, call: dry("warehouse.receive_goods", one, **call)))

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Receive the goods, one receipt a site."""
        return self._receive(ctx, planned, lambda one, call: receive_goods(one, **call))

    def _receive(self, ctx: Ctx, planned: Sequence[Planned], call: Any) -> dict[int, Done]:
        by_site: dict[int, list[Planned]] = {}
        for one in writing(planned):
            by_site.setdefault(one.more["site"], []).append(one)
        done: dict[int, Done] = {}
        for number, ones in sorted(by_site.items()):
            lines = [one.given for one in ones]
            receipt = ReceiptInput(number, lines, kind="opening", reference="Opening stock")

            def received(
                ones: Sequence[Planned] = ones, number: int = number, receipt: ReceiptInput = receipt
            ) -> Mapping[int, Done]:
                outcomes: Outcomes = call(step(ctx, f"site {number}"), {"receipts": [receipt]})
                made = outcomes.only().document or 0
                documents = {
                    line: {"receipt": made, "item": given.item_id, "place": given.location_id or 0}
                    for line, given in ((one.line, one.given) for one in ones)
                }
                return {one.line: Done(True, documents=documents[one.line]) for one in ones}

            done |= attempt(ones, received)
        return done

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Take the stock off where it was put, as far as it is still there, against opening balances."""
        with reading(ctx):
            homes = {place: number for number in sites(ctx) for place in places_by_code(ctx, number).values()}
            lots = lots_named(ctx, {row.documents["item"] for row in rows})
        done: dict[int, Done] = {}
        for row in rows:
            item, place = row.documents["item"], row.documents["place"]
            parts = row.key.split(" ")
            lot = next((lots[item, part] for part in reversed(parts) if (item, part) in lots), None)
            status = parts[-1] if parts[-1] in statuses() else "available"
            quantity = -Decimal(row.new["quantity"])
            off = Adjustment(homes[place], place, item, quantity, lot, status)

            def taken(row: Undoing = row, off: Adjustment = off) -> Mapping[int, Done]:
                reason = "the import was undone"
                made = adjust_stock(
                    step(ctx, f"line {row.line}"), adjustments=[off], reason=reason, opening=True
                ).only()
                if made.status != "done":
                    raise RuleViolation(made.code, made.message)
                return {row.line: Done(True, documents=row.documents)}

            done |= attempt([Planned(row.line, row.key, "new")], taken)
        return done

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Sum quantity and value that the receipts brought into the books."""
        quantity, value, rows = booked(ctx, RECEIPT, documents.get("receipt", ()), documents.get("item", ()))
        return {"quantity": quantity, "value": value, "rows": Decimal(rows)}


def _check(one: Planned, values: Mapping[str, Any], item: StoredItem) -> None:
    quantity, known = values["quantity"], item.entered
    if known.kind != "stocked":
        one.refuse(f"{known.code} is a {known.kind} and cannot be put in stock.", "item")
    elif quantity <= 0:
        one.refuse(f"Quantity {quantity} must be above zero.", "quantity")
    elif quantity != quantity.quantize(Decimal(1).scaleb(-known.unit_decimals)):
        one.refuse(f"{known.code} is counted with {known.unit_decimals} decimals, not {quantity}.", "quantity")
    elif values["unit_cost"] < 0:
        one.refuse(f"Unit cost {values['unit_cost']} is below zero.", "unit_cost")
    elif known.lot_tracked and not values.get("lot"):
        one.refuse(f"{known.code} is kept by lot; name it.", "lot")
    elif values.get("status", "available") not in statuses():
        one.refuse(f"Status “{values['status']}” is unknown; use {', '.join(statuses())}.", "status")
