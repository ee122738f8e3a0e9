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
    Check(
        "ledger.totals_are_the_lines",
        2,
        "What is kept of a closed month equals its lines account by account, and nothing is kept of an open one",
        """SELECT coalesce(t.company_id, l.company_id) AS company_id, coalesce(t.month, l.month) AS month,
                  coalesce(t.account_id, l.account_id) AS account_id, t.debit, t.credit,
                  l.debit AS debit_of_lines, l.credit AS credit_of_lines
           FROM (SELECT * FROM ledger_total t WHERE {company:t}) t
           FULL JOIN (
               SELECT p.company_id, p.month, l.account_id, coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0) AS debit,
                      coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0) AS credit
               FROM ledger_period p JOIN ledger_entry_line l ON l.company_id = p.company_id
                    AND l.on_date >= p.month AND l.on_date < p.month + interval '1 month'
               WHERE {company:p} AND p.state = 'closed' GROUP BY p.company_id, p.month, l.account_id) l
           ON l.company_id = t.company_id AND l.month = t.month AND l.account_id = t.account_id
           WHERE (t.debit, t.credit) IS DISTINCT FROM (l.debit, l.credit)""",
    ),
)
