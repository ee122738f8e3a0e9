"""What must hold across modules at all times: only the composition root knows them all."""

from throughline.platform.verification import Check, register

register(
    Check(
        "decisions.explained",
        6,
        "Every allocation names its policy, every priced line its source",
        """SELECT a.company_id, 'allocation' AS what, a.id FROM inventory_allocation a
           WHERE {company:a} AND NOT a.is_picked AND NOT a.why ? 'policy'
           UNION ALL
           SELECT l.company_id, 'order line', l.id FROM sales_order_line l
           WHERE {company:l} AND l.unit_price IS NOT NULL AND (l.price_source = '' OR l.price_why = '{}'::jsonb)""",
    ),
    Check(
        "authors.every_ledger_row_has_an_operation",
        7,
        "Every move, value entry, entry and document names an operation that is on record",
        """SELECT r.company_id, r.what, r.id, r.operation_id FROM (
             SELECT m.company_id, 'move' AS what, m.id, m.operation_id FROM inventory_move m WHERE {company:m}
             UNION ALL SELECT v.company_id, 'value entry', v.id, v.operation_id FROM inventory_value_entry v
                       WHERE {company:v}
             UNION ALL SELECT e.company_id, 'entry', e.id, e.operation_id FROM ledger_entry e WHERE {company:e}
             UNION ALL SELECT i.company_id, 'invoice', i.id, i.operation_id FROM billing_invoice i WHERE {company:i}
             UNION ALL SELECT t.company_id, 'event', t.id, t.operation_id FROM platform_event t WHERE {company:t}) r
           LEFT JOIN platform_operation o ON o.id = r.operation_id AND o.company_id = r.company_id
           WHERE o.id IS NULL""",
    ),
)
