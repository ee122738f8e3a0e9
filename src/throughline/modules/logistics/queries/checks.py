"""What must hold of shipments at all times."""

from throughline.platform.verification import Check

CHECKS = (
    Check(
        "logistics.every_delivery_earned",
        3,
        "What is billed on acceptance earned exactly what was accepted, what is billed on dispatch what was dispatched",
        """SELECT s.company_id, s.id AS shipment_line_id, s.quantity, s.quantity_accepted, l.trigger, e.quantity AS earned
           FROM logistics_shipment_line s
           JOIN billing_billable_line l ON l.ref_kind = s.ref_kind AND l.ref_id = s.ref_id
           LEFT JOIN billing_billable_event e ON e.billable_line_id = l.id AND e.kind = 'earned'
                AND e.source_kind = 'logistics.shipment_line' AND e.source_id = s.id
           WHERE {company:s} AND coalesce(e.quantity, 0) <> CASE l.trigger
                 WHEN 'accepted' THEN s.quantity_accepted WHEN 'dispatched' THEN s.quantity ELSE 0 END""",
    ),
)
