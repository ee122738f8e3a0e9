"""What must hold of stock at all times, as queries whose rows are the offences."""

from throughline.platform.verification import Check

CHECKS = (
    Check(
        "stock.balance_is_sum_of_moves",
        1,
        "On hand at every place equals the sum of its moves",
        """SELECT coalesce(b.company_id, m.company_id) AS company_id, coalesce(b.location_id, m.location_id) AS location_id,
                  coalesce(b.item_id, m.item_id) AS item_id, b.on_hand, m.quantity AS moved
           FROM (SELECT company_id, location_id, item_id, lot_id, status, sum(on_hand) AS on_hand
                 FROM inventory_balance x WHERE {company:x} GROUP BY 1, 2, 3, 4, 5) b
           FULL JOIN (SELECT s.company_id, s.location_id, s.item_id, s.lot_id, s.status, sum(s.quantity) AS quantity
                 FROM (SELECT y.company_id, to_location_id AS location_id, item_id, lot_id, to_status AS status, quantity
                       FROM inventory_move y WHERE {company:y}
                       UNION ALL
                       SELECT z.company_id, from_location_id, item_id, lot_id, from_status, -quantity
                       FROM inventory_move z WHERE {company:z}) s
                 JOIN inventory_location l ON l.id = s.location_id
                  AND l.kind IN ('bin', 'dock', 'stage', 'returns') GROUP BY 1, 2, 3, 4, 5) m
             ON m.location_id = b.location_id AND m.item_id = b.item_id AND m.status = b.status
            AND m.lot_id IS NOT DISTINCT FROM b.lot_id
           WHERE coalesce(b.on_hand, 0) <> coalesce(m.quantity, 0)""",
    ),
    Check(
        "stock.reserved_is_sum_of_allocations",
        1,
        "Reserved on every balance equals the sum of its allocations and never exceeds on hand",
        """SELECT b.company_id, b.id AS balance_id, b.on_hand, b.reserved, coalesce(a.quantity, 0) AS allocated
           FROM inventory_balance b
           LEFT JOIN (SELECT balance_id, sum(quantity) AS quantity FROM inventory_allocation x
                      WHERE {company:x} GROUP BY 1) a ON a.balance_id = b.id
           WHERE {company:b} AND (b.reserved <> coalesce(a.quantity, 0) OR b.reserved > b.on_hand OR b.on_hand < 0)""",
    ),
    Check(
        "stock.position_is_what_can_be_promised",
        1,
        "Promisable, promised and allocated of every position equal balances, promises and allocations",
        """SELECT p.company_id, p.site_id, p.item_id, p.promisable, b.on_hand, p.promised, c.promised AS promises,
                  p.allocated, a.allocated AS allocations
           FROM inventory_position p
           LEFT JOIN (SELECT x.company_id, x.site_id, item_id, sum(on_hand) AS on_hand FROM inventory_balance x
                      WHERE {company:x} AND status = 'available' AND owner_id IS NULL GROUP BY 1, 2, 3) b
             ON b.company_id = p.company_id AND b.site_id = p.site_id AND b.item_id = p.item_id
           LEFT JOIN (SELECT d.company_id, d.site_id, d.item_id, sum(y.quantity) AS promised FROM inventory_promise y
                      JOIN inventory_demand d ON d.id = y.demand_id WHERE {company:y} AND y.source = 'stock'
                      GROUP BY 1, 2, 3) c
             ON c.company_id = p.company_id AND c.site_id = p.site_id AND c.item_id = p.item_id
           LEFT JOIN (SELECT d.company_id, d.site_id, d.item_id, sum(z.quantity) AS allocated
                      FROM inventory_allocation z JOIN inventory_demand d ON d.id = z.demand_id WHERE {company:z}
                      GROUP BY 1, 2, 3) a
             ON a.company_id = p.company_id AND a.site_id = p.site_id AND a.item_id = p.item_id
           WHERE {company:p} AND (p.promisable <> coalesce(b.on_hand, 0) OR p.promised <> coalesce(c.promised, 0)
                                  OR p.allocated <> coalesce(a.allocated, 0)
                                  OR p.promised + p.allocated > p.promisable)""",
    ),
    Check(
        "stock.pegs_fit_their_supply",
        1,
        "What is pegged on a supply equals the promises from it and never exceeds what is open of it",
        """SELECT s.company_id, s.id AS supply_id, s.label, s.quantity, s.pegged, p.quantity AS promises
           FROM inventory_supply s
           LEFT JOIN (SELECT supply_id, sum(quantity) AS quantity FROM inventory_promise x
                      WHERE {company:x} AND supply_id IS NOT NULL GROUP BY 1) p ON p.supply_id = s.id
           WHERE {company:s} AND (s.pegged <> coalesce(p.quantity, 0) OR s.pegged > s.quantity)""",
    ),
    Check(
        "stock.demand_is_accounted_for",
        1,
        "What is open of every demand is promised, what is allocated or picked stands on balances",
        """SELECT d.company_id, d.id AS demand_id, d.ref_kind, d.ref_id,
                  d.quantity - d.quantity_cancelled - d.quantity_allocated - d.quantity_issued AS open,
                  coalesce(p.quantity, 0) AS promised, d.quantity_allocated, coalesce(a.quantity, 0) AS allocations
           FROM inventory_demand d
           LEFT JOIN (SELECT demand_id, sum(quantity) AS quantity FROM inventory_promise x WHERE {company:x}
                      GROUP BY 1) p ON p.demand_id = d.id
           LEFT JOIN (SELECT demand_id, sum(quantity) AS quantity, sum(quantity) FILTER (WHERE is_picked) AS picked
                      FROM inventory_allocation y WHERE {company:y} GROUP BY 1) a ON a.demand_id = d.id
           WHERE {company:d} AND (
                 d.quantity - d.quantity_cancelled - d.quantity_allocated - d.quantity_issued <> coalesce(p.quantity, 0)
                 OR d.quantity_allocated <> coalesce(a.quantity, 0) OR d.quantity_picked <> coalesce(a.picked, 0))""",
    ),
    Check(
        "stock.outbound_is_accounted_for",
        3,
        "Goods issued equal delivered, refused, lost and still outbound, as the moves say",
        """SELECT i.company_id, i.id AS issue_id, i.ref_kind, i.ref_id, i.quantity, m.issued, i.quantity_delivered,
                  m.delivered, i.quantity_refused + i.quantity_returned AS back, m.back AS moved_back,
                  i.quantity_lost, m.lost
           FROM inventory_issue i
           LEFT JOIN (SELECT case_id, coalesce(sum(quantity) FILTER (WHERE kind = 'issue'), 0) AS issued,
                             coalesce(sum(quantity) FILTER (WHERE kind = 'delivery'), 0) AS delivered,
                             coalesce(sum(quantity) FILTER (WHERE kind = 'back'), 0) AS back,
                             coalesce(sum(quantity) FILTER (WHERE kind = 'loss'), 0) AS lost
                      FROM inventory_move x WHERE {company:x} AND kind IN ('issue', 'delivery', 'back', 'loss')
                      GROUP BY 1) m
             ON m.case_id = i.id
           WHERE {company:i} AND (i.quantity IS DISTINCT FROM m.issued OR i.quantity_delivered <> m.delivered
                                  OR i.quantity_refused + i.quantity_returned <> m.back OR i.quantity_lost <> m.lost)""",
    ),
    Check(
        "value.pool_is_sum_of_entries",
        5,
        "Quantity and value of every pool equal the sum of its value entries",
        """SELECT p.company_id, p.id AS pool_id, p.item_id, p.quantity, p.value, e.quantity AS entries, e.value AS worth
           FROM inventory_value_pool p
           LEFT JOIN (SELECT pool_id, sum(quantity) AS quantity, sum(value) AS value FROM inventory_value_entry x
                      WHERE {company:x} GROUP BY 1) e ON e.pool_id = p.id
           WHERE {company:p} AND (p.quantity <> coalesce(e.quantity, 0) OR p.value <> coalesce(e.value, 0))""",
    ),
    Check(
        "value.pool_quantity_is_on_hand",
        5,
        "The quantity valued as stock equals what is on hand",
        """SELECT coalesce(p.company_id, b.company_id) AS company_id, coalesce(p.item_id, b.item_id) AS item_id,
                  p.quantity AS valued, b.on_hand
           FROM (SELECT x.company_id, item_id, sum(quantity) AS quantity FROM inventory_value_pool x
                 WHERE {company:x} AND kind = 'stock' GROUP BY 1, 2) p
           FULL JOIN (SELECT y.company_id, item_id, sum(on_hand) AS on_hand FROM inventory_balance y
                      WHERE {company:y} AND owner_id IS NULL GROUP BY 1, 2) b
             ON b.company_id = p.company_id AND b.item_id = p.item_id
           WHERE coalesce(p.quantity, 0) <> coalesce(b.on_hand, 0)""",
    ),
    Check(
        "value.stock_accounts_are_the_stock",
        5,
        "The inventory and transit accounts equal the value pools",
        """SELECT c.id AS company_id, g.role, g.amount AS ledger, coalesce(v.amount, 0) AS valued
           FROM governance_company c
           JOIN (SELECT x.company_id, a.role, sum(x.amount) AS amount FROM ledger_entry_line x
                 JOIN ledger_account a ON a.id = x.account_id WHERE {company:x} AND a.role IN ('INV', 'GIT')
                 GROUP BY 1, 2) g ON g.company_id = c.id
           LEFT JOIN (SELECT y.company_id, CASE kind WHEN 'stock' THEN 'INV' ELSE 'GIT' END AS role, sum(value) AS amount
                      FROM inventory_value_pool y WHERE {company:y} GROUP BY 1, 2) v
             ON v.company_id = c.id AND v.role = g.role
           WHERE g.amount <> coalesce(v.amount, 0)""",
    ),
    Check(
        "value.deferred_cost_is_what_is_out_and_unbilled",
        5,
        "The deferred cost account equals the cost of issues not yet recognised, back or lost",
        """SELECT c.id AS company_id, coalesce(g.amount, 0) AS ledger, coalesce(v.amount, 0) AS deferred
           FROM governance_company c
           LEFT JOIN (SELECT x.company_id, sum(x.amount) AS amount FROM ledger_entry_line x
                      JOIN ledger_account a ON a.id = x.account_id WHERE {company:x} AND a.role = 'SNI'
                      GROUP BY 1) g ON g.company_id = c.id
           LEFT JOIN (SELECT y.company_id, sum(y.value - y.value_back - y.value_lost - y.value_recognised) AS amount
                      FROM inventory_issue y WHERE {company:y} AND is_deferred GROUP BY 1) v ON v.company_id = c.id
           WHERE coalesce(g.amount, 0) <> coalesce(v.amount, 0)""",
    ),
)
