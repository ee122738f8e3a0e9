"""What the demo company orders from its suppliers and receives."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from throughline.modules.inventory.public import NewSupply, availability, expect_supplies
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.operations import reading
from throughline.web.demo.masters import Item
from throughline.web.demo.stage import Stage

D = Decimal


class Supply:
    """Arrivals: what is on order, by its number."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.supplies: dict[int, NewSupply] = {}
        self.serial = 77000

    def arrive(self, day: date) -> None:
        """Receive what is due, and promise it to who waits."""
        due: dict[int, list[int]] = defaultdict(list)
        for number, supply in self.supplies.items():
            if supply.due_on <= day:
                due[supply.site_id].append(number)
        for site, numbers in due.items():
            lines = [self._receipt(self.supplies.pop(number), number) for number in numbers]
            receive_goods(
                self.stage.staff["dock"], receipts=[ReceiptInput(site, lines, reference=f"Van {day:%d%m}")]
            ).unrefused()
            self.stage.react()

    def _receipt(self, supply: NewSupply, number: int) -> ReceiptLineInput:
        item = next(one for one in self.stage.masters.items if one.id == supply.item_id)
        place = self.stage.masters.bins[supply.site_id][item.id % len(self.stage.masters.bins[supply.site_id])]
        cost = (item.cost * D(str(round(self.stage.chance.uniform(0.97, 1.05), 3)))).quantize(D("0.01"))
        return ReceiptLineInput(
            item.id, supply.quantity, cost, location_id=place, supply=("purchasing.order_line", number)
        )

    def reorder(self, day: date) -> None:
        """Order from suppliers what runs low."""
        ctx, wanted = self.stage.staff["buyer"], list[NewSupply]()
        for site, share in zip(self.stage.masters.sites, (5, 3, 2), strict=True):
            with reading(ctx):
                known = availability(ctx, site)
            coming = {s.item_id for s in self.supplies.values() if s.site_id == site}
            for item in self.stage.masters.items:
                have = known.get(item.id)
                if item.id in coming or (have and have.free > item.usual * share // 3):
                    continue
                due = day + timedelta(days=self.stage.chance.choice((5, 6, 7, 9)))
                wanted.append(self.expect(site, item, due, D(item.usual * share)))
        if wanted:
            expect_supplies(ctx, supplies=wanted)
            self.stage.react()

    def expect(self, site: int, item: Item, due: date, quantity: Decimal) -> NewSupply:
        """Note what was ordered from a supplier."""
        self.serial += 1
        supply = NewSupply(
            "purchasing.order_line", self.serial, f"PO-{self.serial}", site, item.id, due, quantity, item.cost
        )
        self.supplies[self.serial] = supply
        return supply
