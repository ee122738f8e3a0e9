"""All prices of an item, for its record."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ItemPrice:
    """A price of an item in a list or a contract."""

    source: str
    name: str
    party_id: int | None
    customer_group: str
    currency: str
    unit: str
    min_quantity: Decimal
    unit_price: Decimal
    valid_from: date | None
    valid_to: date | None


def prices_of_item(ctx: Ctx, item_id: int, limit: int = 100) -> list[ItemPrice]:
    """List what prices an item: contracts first, then lists of groups, then the lists for everybody."""
    return select(
        ItemPrice,
        """SELECT * FROM (
               SELECT 'contract' AS source, c.name, c.party_id, '' AS customer_group, c.currency, p.unit,
                      p.min_quantity, p.unit_price, c.valid_from, c.valid_to
               FROM pricing_contract_price p JOIN pricing_contract c ON c.id = p.contract_id
               WHERE p.company_id = %s AND p.item_id = %s
               UNION ALL
               SELECT 'price_list', l.name, NULL, l.customer_group, l.currency, p.unit, p.min_quantity, p.unit_price,
                      coalesce(p.valid_from, l.valid_from), coalesce(p.valid_to, l.valid_to)
               FROM pricing_price p JOIN pricing_price_list l ON l.id = p.price_list_id
               WHERE p.company_id = %s AND p.item_id = %s) AS price
           ORDER BY source, customer_group DESC, name, unit, min_quantity LIMIT %s""",
        [ctx.company_id, item_id, ctx.company_id, item_id, limit],
    )
