"""What must hold of shipments at all times."""

from throughline.platform.verification import Check

CHECKS = (
    Check(
        "logistics.every_delivery_earned",
        3,
        "What is billed on acceptance earned exactly what was accepted; on dispatch what left and is not back or lost",
        """SELECT s.company_id, s.id AS shipment_line_id, s.quantity, s.quantity_accepted, s.quantity_back,
                  s.quantity_lost, l.trigger, e.quantity AS earned
           FROM logistics_shipment_line s
           JOIN billing_billable_line l ON l.ref_kind = s.ref_kind AND l.ref_id = s.ref_id
           LEFT JOIN (SELECT billable_line_id, source_id, sum(quantity) AS quantity FROM billing_billable_event x
                      WHERE {company:x} AND (kind = 'earned' AND source_kind = 'logistics.shipment_line'
                            OR source_kind IN ('logistics.shipment_back', 'logistics.shipment_lost'))
                      GROUP BY 1, 2) e ON e.billable_line_id = l.id AND e.source_id = s.id
           WHERE {company:s} AND coalesce(e.quantity, 0) <> CASE l.trigger
                 WHEN 'accepted' THEN s.quantity_accepted
                 WHEN 'dispatched' THEN s.quantity - s.quantity_back - s.quantity_lost
                 WHEN 'ordered' THEN - s.quantity_back - s.quantity_lost ELSE 0 END""",
    ),
    Check(
        "logistics.lines_are_accounted_for",
        3,
        "What was accepted, came back and was lost of every shipment line is what its goods issue says",
        """SELECT s.company_id, s.id AS shipment_line_id, s.quantity, i.quantity AS issued, s.quantity_accepted,
                  i.quantity_delivered, s.quantity_back, i.quantity_refused, s.quantity_lost,
                  i.quantity_lost AS issue_lost, coalesce(x.quantity, 0) AS losses
           FROM logistics_shipment_line s JOIN inventory_issue i ON i.id = s.issue_id
           LEFT JOIN (SELECT line_id, sum(quantity) AS quantity FROM logistics_loss y WHERE {company:y}
                      GROUP BY 1) x ON x.line_id = s.id
           WHERE {company:s} AND (s.quantity <> i.quantity OR s.quantity_accepted <> i.quantity_delivered
                 OR s.quantity_back <> i.quantity_refused OR s.quantity_lost <> i.quantity_lost
                 OR s.quantity_lost <> coalesce(x.quantity, 0))""",
    ),
    Check(
        "logistics.claims_are_the_account",
        5,
        "The claims account equals the claims that are open",
        """SELECT c.id AS company_id, coalesce(g.amount, 0) AS ledger, coalesce(v.cost, 0) AS claimed
           FROM governance_company c
           LEFT JOIN (SELECT x.company_id, sum(x.amount) AS amount FROM ledger_entry_line x
                      JOIN ledger_account a ON a.id = x.account_id WHERE {company:x} AND a.role = 'CLAIM'
                      GROUP BY 1) g ON g.company_id = c.id
           LEFT JOIN (SELECT y.company_id, sum(y.cost) AS cost FROM logistics_loss y
                      WHERE {company:y} AND y.state = 'claimed' GROUP BY 1) v ON v.company_id = c.id
           WHERE coalesce(g.amount, 0) <> coalesce(v.cost, 0)""",
    ),
)
