"""Packagings of items that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from throughline.modules.catalog.public import ItemInput, PackagingInput, StoredItem, save_items, stored_items
from throughline.modules.integrations.domain.kinds import PACKAGINGS
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    changes,
    dry,
    refusals,
    started,
    step,
    verdict_of,
    writing,
)
from throughline.platform.operations import Ctx, Outcomes, reading

FIELDS = ("factor", "gtin", "level", "weight_kg", "sellable", "purchasable")


class PackagingLoader(Loader):
    """Saves packagings through their items, all of an item together."""

    kind = PACKAGINGS
    repeats = True

    def group(self, line: Line) -> str:
        """Keep the packagings of an item in one transaction."""
        return str(line.values.get("item", "")).upper()

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Compare each line with the packaging of that item and code."""
        known = stored_items([line.values["item"] for line in lines if "item" in line.values])
        return [self._plan(line, known) for line in lines]

    def _plan(self, line: Line, known: Mapping[str, StoredItem]) -> Planned:
        planned = started(self.kind, line)
        if planned.verdict == "refused":
            return planned
        stored = known.get(line.values["item"].upper())
        if stored is None:
            planned.refuse(f"There is no item {line.values['item']}; import it first.", "item")
            return planned
        code = line.values["code"]
        before = next((one for one in stored.entered.packagings if one.code == code), None)
        given = {name: line.values[name] for name in FIELDS if name in line.values}
        after = replace(before or PackagingInput(code, Decimal(1)), **given)
        old, new = changes(before or PackagingInput(code, Decimal(0)), after, list(given))
        planned.old, planned.new = (old, new) if before else ({}, new)
        planned.verdict = verdict_of(old, new) if before else "new"
        planned.given, planned.more = after, {"item": stored}
        planned.amounts["factor"] = after.factor
        return planned

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to save the items with these packagings."""
        wanted = writing(planned)
        items = grouped(wanted)
        outcomes = dry("catalog.save_items", ctx, items=[item for item, _ in items]) if items else Outcomes()
        return refusals(_by_line(outcomes, items))

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Save the items with these packagings."""
        items = grouped(writing(planned))
        return _by_line(save_items(step(ctx, "items"), items=[item for item, _ in items]), items)

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Give changed packagings back what they were; new ones are no longer sold or bought in."""
        with reading(ctx):
            known = stored_items([row.key.rpartition(" ")[0] for row in rows])
        planned, done = [], dict[int, Done]()
        for row in rows:
            item, _, code = row.key.rpartition(" ")
            stored = known.get(item.upper())
            unit = next((one for one in stored.entered.packagings if one.code == code), None) if stored else None
            if stored is None or unit is None:
                done[row.line] = Done(False, "It is not there any more.")
                continue
            back = _back(unit, row) if row.verdict == "changed" else replace(unit, sellable=False, purchasable=False)
            planned.append(Planned(row.line, row.key, "changed", given=back, more={"item": stored}))
        items = grouped(planned)
        if items:
            done |= _by_line(save_items(step(ctx, "items"), items=[item for item, _ in items]), items)
        return done

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Packagings have no ids of their own to count by."""
        return {}


def _back(unit: PackagingInput, row: Undoing) -> PackagingInput:
    old: dict[str, object] = {}
    for name, value in row.old.items():
        if name in ("factor", "weight_kg"):
            old[name] = Decimal(value) if value else None
        elif name == "level":
            old[name] = int(value)
        elif name in ("sellable", "purchasable"):
            old[name] = value == "yes"
        else:
            old[name] = value
    return replace(unit, **old)  # type: ignore[arg-type]


Grouped = list[tuple[ItemInput, list[Planned]]]


def grouped(wanted: Sequence[Planned]) -> Grouped:
    """Put the packagings of an item on one input."""
    by_item: dict[int, list[Planned]] = {}
    for one in wanted:
        by_item.setdefault(one.more["item"].id, []).append(one)
    return [
        (replace(ones[0].more["item"].entered, packagings=tuple(one.given for one in ones)), ones)
        for ones in by_item.values()
    ]


def _by_line(outcomes: Outcomes, items: Grouped) -> dict[int, Done]:
    done = {}
    for outcome, (_, ones) in zip(outcomes, items, strict=True):
        for one in ones:
            refused = outcome.status == "refused"
            named = str(outcome.facts.get("field") or "")
            documents = {"item": outcome.document} if outcome.document else {}
            done[one.line] = Done(not refused, outcome.message if refused else "", named, documents)
    return done
