"""What must hold of the books at all times."""

from throughline.platform.verification import Check

CHECKS = (
    Check(
        "ledger.entries_balance",
        2,
        "The lines of every entry sum to zero",
        """SELECT e.company_id, e.id AS entry_id, e.text, coalesce(sum(l.amount), 0) AS difference, count(l.id) AS lines
           FROM ledger_entry e LEFT JOIN ledger_entry_line l ON l.entry_id = e.id AND l.company_id = e.company_id
           WHERE {company:e} GROUP BY e.id HAVING coalesce(sum(l.amount), 0) <> 0 OR count(l.id) = 0""",
    ),
    Check(
        "ledger.lines_have_an_entry_and_an_account",
        2,
        "Every line belongs to an entry and an account of its company, on the entry's date",
        """SELECT l.company_id, l.id AS line_id, l.entry_id, l.account_id FROM ledger_entry_line l
           LEFT JOIN ledger_entry e ON e.id = l.entry_id AND e.company_id = l.company_id AND e.on_date = l.on_date
           LEFT JOIN ledger_account a ON a.id = l.account_id AND a.company_id = l.company_id
           WHERE {company:l} AND (e.id IS NULL OR a.id IS NULL)""",
    ),
)
