"""Making and changing items with their packagings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.governance.public import Duty
from throughline.kernel.errors import NotFound, RuleViolation
from throughline.kernel.letters import capitals
from throughline.modules.catalog.domain.gtin import padded
from throughline.modules.catalog.domain.inputs import ItemInput, PackagingInput, check_item
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, Outcomes, masters, operation
from throughline.platform.operations.masters import Judged, Known

KIND, TABLE = "catalog.item", "catalog_item"


@operation("catalog.save_items", permission="catalog.item.change", duty=Duty.MASTER_DATA)
def save_items(ctx: Ctx, *, items: Sequence[ItemInput]) -> Outcomes:
    """Make the items that are new and change those that are known, by code, with their packagings.

    Six statements for any number of items. The state of a known item is left as it is, and what quantities are
    counted in (stock unit, its decimals, lots) is fixed once the item has left draft.
    """
    judged = masters.judge(items, check_item, lambda given: given.code)
    families = _families({given.family for given in judged.passed.values() if given.family})
    known = _known(judged)
    masters.refuse_overtaken(judged, KIND, {code: item.record for code, item in known.items()})
    owners = _owners(judged)
    for place, given in list(judged.passed.items()):
        try:
            _check_family(given, families)
            _check_in_use(given, known.get(capitals(given.code)))
            _check_owners(given, owners)
        except (NotFound, RuleViolation) as error:
            judged.refuse(place, error)
    saved = _write_items(judged.kept, families)
    _write_packagings(judged.kept, saved)
    return masters.done(ctx, judged, KIND, saved)


@dataclass(frozen=True, slots=True)
class _Known:
    code: str
    id: int
    version: int
    state: str
    stock_unit: str
    unit_decimals: int
    lot_tracked: bool

    @property
    def record(self) -> Known:
        return Known(self.code, self.id, self.version)


def _families(codes: set[str]) -> dict[str, int]:
    if not codes:
        return {}
    return dict(
        rows(
            """SELECT u.code, f.id FROM unnest(%s::text[]) AS u(code)
               JOIN catalog_family f ON upper(f.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [list(codes)],
        )
    )


def _known(judged: Judged[ItemInput]) -> dict[str, _Known]:
    found = select(
        _Known,
        """SELECT upper(u.code), i.id, i.version, i.state, i.stock_unit, i.unit_decimals, i.lot_tracked
           FROM unnest(%s::text[]) AS u(code)
           JOIN catalog_item i ON upper(i.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
        [[given.code for given in judged.passed.values()]],
    )
    return {item.code: item for item in found}


def _owners(judged: Judged[ItemInput]) -> dict[str, tuple[str, str]]:
    """Give who has a GTIN: code of the item in capitals and unit; the first of a set takes what nobody has."""
    numbers = [padded(number) for given in judged.passed.values() for number in given.gtins()]
    if not numbers:
        return {}
    found = rows(
        """SELECT lpad(i.gtin, 14, '0'), upper(i.code), '' FROM unnest(%s::text[]) AS u(gtin)
             JOIN catalog_item i ON i.gtin <> '' AND lpad(i.gtin, 14, '0') = u.gtin
           UNION ALL
           SELECT lpad(p.gtin, 14, '0'), upper(i.code), p.code FROM unnest(%s::text[]) AS u(gtin)
             JOIN catalog_packaging p ON p.gtin <> '' AND lpad(p.gtin, 14, '0') = u.gtin
             JOIN catalog_item i ON i.id = p.item_id""",
        [numbers, numbers],
    )
    return {number: (code, unit) for number, code, unit in found}


def _check_family(given: ItemInput, families: Mapping[str, int]) -> None:
    if given.family and given.family not in families:
        raise NotFound(
            "family_unknown",
            f"There is no family “{given.family}” for item {given.code}; save it first or leave family empty.",
            family=given.family,
        )


def _check_in_use(given: ItemInput, known: _Known | None) -> None:
    if known is None or known.state == "draft":
        return
    for field in ("stock_unit", "unit_decimals", "lot_tracked"):
        was, wanted = getattr(known, field), getattr(given, field)
        if was != wanted:
            raise RuleViolation(
                "item_in_use",
                f"{field.replace('_', ' ').capitalize()} of item {given.code} stays {was}: quantities are counted in "
                f"it; make a new item for {wanted}.",
                field=field,
            )


def _check_owners(given: ItemInput, owners: dict[str, tuple[str, str]]) -> None:
    units = [(given.gtin, "")] + [(packaging.gtin, packaging.code) for packaging in given.packagings]
    claims = {padded(number): (capitals(given.code), unit) for number, unit in units if number}
    for number, claim in claims.items():
        owner = owners.get(number, claim)
        if owner != claim:
            raise RuleViolation(
                "gtin_taken",
                f"GTIN {number} belongs to item {owner[0]} {owner[1]}".strip()
                + f"; take it away there or give another in gtin of {given.code}.",
                gtin=number,
            )
    owners.update(claims)


def _write_items(kept: Sequence[ItemInput], families: Mapping[str, int]) -> dict[str, Known]:
    if not kept:
        return {}
    execute(
        """INSERT INTO catalog_item AS i (code, name, family_id, stock_unit, unit_decimals, kind, state,
               tax_category, gtin, weight_kg, lot_tracked, version)
           SELECT u.*, 1 FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::smallint[], %s::text[],
               %s::text[], %s::text[], %s::text[], %s::numeric[], %s::bool[]) AS u ORDER BY 1
           ON CONFLICT (upper(code) COLLATE "C") DO UPDATE SET name = excluded.name, family_id = excluded.family_id,
               stock_unit = excluded.stock_unit, unit_decimals = excluded.unit_decimals, kind = excluded.kind,
               tax_category = excluded.tax_category, gtin = excluded.gtin, weight_kg = excluded.weight_kg,
               lot_tracked = excluded.lot_tracked, version = i.version + 1
           WHERE (i.name, i.family_id, i.stock_unit, i.unit_decimals, i.kind, i.tax_category, i.gtin, i.weight_kg,
                  i.lot_tracked)
              IS DISTINCT FROM (excluded.name, excluded.family_id, excluded.stock_unit, excluded.unit_decimals,
                  excluded.kind, excluded.tax_category, excluded.gtin, excluded.weight_kg, excluded.lot_tracked)""",
        [
            [given.code for given in kept],
            [given.name for given in kept],
            [families.get(given.family) for given in kept],
            [given.stock_unit for given in kept],
            [given.unit_decimals for given in kept],
            [given.kind for given in kept],
            [given.state for given in kept],
            [given.tax_category for given in kept],
            [given.gtin for given in kept],
            [given.weight_kg for given in kept],
            [given.lot_tracked for given in kept],
        ],
    )
    return masters.known(TABLE, [given.code for given in kept])


def _write_packagings(kept: Sequence[ItemInput], saved: Mapping[str, Known]) -> None:
    units: list[tuple[int, PackagingInput]] = [
        (saved[capitals(given.code)].id, packaging) for given in kept for packaging in given.packagings
    ]
    if not units:
        return
    execute(
        """INSERT INTO catalog_packaging AS p (item_id, code, factor, gtin, level, weight_kg, sellable, purchasable)
           SELECT u.* FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::text[], %s::smallint[],
               %s::numeric[], %s::bool[], %s::bool[]) AS u ORDER BY 1, 2
           ON CONFLICT (item_id, code) DO UPDATE SET factor = excluded.factor, gtin = excluded.gtin,
               level = excluded.level, weight_kg = excluded.weight_kg, sellable = excluded.sellable,
               purchasable = excluded.purchasable
           WHERE (p.factor, p.gtin, p.level, p.weight_kg, p.sellable, p.purchasable) IS DISTINCT FROM
               (excluded.factor, excluded.gtin, excluded.level, excluded.weight_kg, excluded.sellable,
                excluded.purchasable)""",
        [
            [item for item, _ in units],
            [unit.code for _, unit in units],
            [unit.factor for _, unit in units],
            [unit.gtin for _, unit in units],
            [unit.level for _, unit in units],
            [unit.weight_kg for _, unit in units],
            [unit.sellable for _, unit in units],
            [unit.purchasable for _, unit in units],
        ],
    )
