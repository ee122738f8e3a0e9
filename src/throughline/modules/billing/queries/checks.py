"""What must hold of billing at all times."""

from throughline.platform.verification import Check

CHECKS = (
    Check(
        "billing.nothing_earned_is_lost",
        3,
        "Earned less taken back equals billed less credited plus to bill plus waived, per billable line",
        """SELECT l.company_id, l.id AS billable_line_id, l.order_label, l.item_code, l.quantity_earned,
                  l.quantity_taken_back, l.quantity_billed, l.quantity_credited, l.quantity_waived, e.*
           FROM billing_billable_line l
           LEFT JOIN (SELECT billable_line_id,
                             coalesce(sum(quantity) FILTER (WHERE kind = 'earned'), 0) AS earned,
                             coalesce(-sum(quantity) FILTER (WHERE kind = 'taken_back'), 0) AS taken_back,
                             coalesce(sum(quantity) FILTER (WHERE kind = 'earned' AND state = 'billed'), 0) AS billed,
                             coalesce(-sum(quantity) FILTER (WHERE kind = 'taken_back' AND state = 'billed'), 0) AS credited,
                             coalesce(sum(quantity) FILTER (WHERE state = 'waived'), 0) AS waived,
                             coalesce(-sum(quantity) FILTER (WHERE kind = 'taken_back' AND state IN ('waived', 'netted')), 0)
                                 AS netted,
                             coalesce(sum(quantity) FILTER (WHERE state IN ('open', 'held')), 0) AS to_bill
                      FROM billing_billable_event x WHERE {company:x} GROUP BY 1) e ON e.billable_line_id = l.id
           WHERE {company:l} AND (
                 l.quantity_earned <> coalesce(e.earned, 0) OR l.quantity_taken_back <> coalesce(e.taken_back, 0)
                 OR l.quantity_billed <> coalesce(e.billed, 0) OR l.quantity_credited <> coalesce(e.credited, 0)
                 OR l.quantity_waived <> coalesce(e.waived, 0)
                 OR l.quantity_netted <> coalesce(e.netted, 0)
                 OR l.quantity_earned - l.quantity_taken_back
                    <> l.quantity_billed - l.quantity_credited + coalesce(e.to_bill, 0) + l.quantity_waived)""",
    ),
    Check(
        "billing.invoice_lines_bill_events",
        4,
        "Every invoice line bills one event at its amount, every billed event stands on one line",
        """SELECT coalesce(n.company_id, e.company_id) AS company_id, n.id AS invoice_line_id, e.id AS event_id,
                  n.net, e.amount, e.state
           FROM (SELECT x.* FROM billing_invoice_line x WHERE {company:x}) n
           FULL JOIN (SELECT y.* FROM billing_billable_event y WHERE {company:y} AND y.state = 'billed') e
             ON e.id = n.event_id
           LEFT JOIN billing_invoice i ON i.id = n.invoice_id
           WHERE n.id IS NULL OR e.id IS NULL OR i.state <> 'posted'
              OR n.net <> e.amount * CASE i.kind WHEN 'credit_note' THEN -1 ELSE 1 END""",
    ),
    Check(
        "billing.unfounded_lines_have_a_reason",
        4,
        "A billable line without a commitment behind it says why it exists",
        """SELECT l.company_id, l.id AS billable_line_id, l.item_code FROM billing_billable_line l
           WHERE {company:l} AND l.trigger = 'approved' AND l.reason = ''""",
    ),
    Check(
        "billing.documents_add_up",
        2,
        "Net, tax and gross of every posted document equal its lines and taxes",
        """SELECT i.company_id, i.id AS invoice_id, i.number, i.net, n.net AS lines, i.tax, t.tax AS taxes, i.gross
           FROM billing_invoice i
           LEFT JOIN (SELECT invoice_id, sum(net) AS net FROM billing_invoice_line x WHERE {company:x} GROUP BY 1) n
             ON n.invoice_id = i.id
           LEFT JOIN (SELECT invoice_id, sum(tax) AS tax, sum(base) AS base FROM billing_invoice_tax y
                      WHERE {company:y} GROUP BY 1) t ON t.invoice_id = i.id
           WHERE {company:i} AND (i.state <> 'posted' OR i.net <> coalesce(n.net, 0) OR i.tax <> coalesce(t.tax, 0)
                                  OR i.net <> coalesce(t.base, 0) OR i.gross <> i.net + i.tax)""",
    ),
    Check(
        "billing.numbers_have_no_gap_and_are_chained",
        2,
        "Documents of a series are numbered without gaps and each carries the hash of the one before",
        """SELECT c.company_id, c.id AS invoice_id, c.number, c.place, c.previous_hash, c.before
           FROM (SELECT i.company_id, i.id, i.number, i.kind, i.previous_hash, i.hash,
                        row_number() OVER series AS place, coalesce(lag(i.hash) OVER series, '') AS before
                 FROM billing_invoice i WHERE {company:i} AND i.state = 'posted'
                 WINDOW series AS (PARTITION BY i.company_id, i.kind
                                   ORDER BY substring(i.number from '[0-9]+$')::bigint)) c
           LEFT JOIN platform_number_series s ON s.company_id = c.company_id AND s.code = 'billing.' || c.kind
           WHERE c.previous_hash <> c.before OR c.hash = ''
              OR c.place + coalesce(s.first_number, 1) - 1 <> substring(c.number from '[0-9]+$')::bigint""",
    ),
    Check(
        "billing.series_know_their_last_document",
        2,
        "Every series stands at the number and hash of its last document",
        """SELECT s.company_id, s.code, s.next_number, d.documents, s.last_hash, d.hash
           FROM platform_number_series s
           LEFT JOIN LATERAL (SELECT count(*) AS documents,
                                     (array_agg(i.hash ORDER BY substring(i.number from '[0-9]+$')::bigint DESC))[1] AS hash
                              FROM billing_invoice i WHERE i.company_id = s.company_id AND i.state = 'posted'
                                AND 'billing.' || i.kind = s.code) d ON true
           WHERE {company:s} AND s.code LIKE 'billing.%' AND (s.next_number - s.first_number <> d.documents
                 OR s.last_hash <> coalesce(d.hash, ''))""",
    ),
    Check(
        "billing.credit_weighs_what_is_committed",
        3,
        "What customers are committed to equals what their billable lines still weigh",
        """SELECT coalesce(a.company_id, l.company_id) AS company_id, coalesce(a.party_id, l.party_id) AS party_id,
                  a.committed, l.committed AS lines
           FROM (SELECT x.company_id, x.party_id, x.committed FROM settlement_credit_account x WHERE {company:x}) a
           FULL JOIN (SELECT y.company_id, y.party_id, sum(y.committed) AS committed FROM billing_billable_line y
                      WHERE {company:y} GROUP BY 1, 2) l ON l.company_id = a.company_id AND l.party_id = a.party_id
           WHERE coalesce(a.committed, 0) <> coalesce(l.committed, 0)""",
    ),
)
