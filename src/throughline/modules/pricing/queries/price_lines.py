"""Pricing any number of lines with one statement."""

from collections.abc import Sequence

from throughline.modules.pricing.domain.choose import Candidate, PriceAnswer, PriceRequest, choose
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx

#: A rule's factor is 1 for the stock unit and the packaging's else; a rule in a unit that is gone has no factor.
_SQL = """
    WITH asked AS (SELECT DISTINCT unnest(%(items)s::bigint[]) AS item_id),
    rules AS (
        SELECT 'contract' AS source, c.id AS source_id, c.name, c.party_id, '' AS customer_group, c.currency,
               c.valid_from AS source_from, c.valid_to AS source_to, p.id AS price_id, p.item_id, p.unit,
               p.min_quantity, p.unit_price, NULL::date AS valid_from, NULL::date AS valid_to
        FROM pricing_contract c
        JOIN pricing_contract_price p ON p.contract_id = c.id AND p.company_id = c.company_id
        JOIN asked ON asked.item_id = p.item_id
        WHERE c.company_id = %(company)s AND c.party_id = ANY(%(parties)s)
        UNION ALL
        SELECT 'price_list', l.id, l.name, NULL, l.customer_group, l.currency, l.valid_from, l.valid_to,
               p.id, p.item_id, p.unit, p.min_quantity, p.unit_price, p.valid_from, p.valid_to
        FROM asked
        JOIN pricing_price p ON p.company_id = %(company)s AND p.item_id = asked.item_id
        JOIN pricing_price_list l ON l.id = p.price_list_id AND l.company_id = %(company)s
        WHERE l.customer_group = ANY(%(groups)s)
    )
    SELECT r.source, r.source_id, r.name, r.party_id, r.customer_group, r.currency, r.source_from, r.source_to,
           r.price_id, r.item_id, r.unit, CASE WHEN r.unit = i.stock_unit THEN 1 ELSE k.factor END,
           r.min_quantity, r.unit_price, r.valid_from, r.valid_to
    FROM rules r
    JOIN catalog_item i ON i.id = r.item_id
    LEFT JOIN catalog_packaging k ON k.item_id = r.item_id AND k.code = r.unit
    WHERE r.unit = i.stock_unit OR k.factor IS NOT NULL
"""


def price_lines(ctx: Ctx, requests: Sequence[PriceRequest]) -> list[PriceAnswer]:
    """Price lines in their order, with one statement for all of them, and say why; nothing is locked."""
    if not requests:
        return []
    found = select(
        Candidate,
        _SQL,
        {
            "company": ctx.company_id,
            "items": [request.item_id for request in requests],
            "parties": list({request.party_id for request in requests}),
            "groups": list({"", *(request.customer_group for request in requests)}),
        },
    )
    by_item: dict[int, list[Candidate]] = {}
    for candidate in found:
        by_item.setdefault(candidate.item_id, []).append(candidate)
    return [choose(request, by_item.get(request.item_id, ())) for request in requests]
