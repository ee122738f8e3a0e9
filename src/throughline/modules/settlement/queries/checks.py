"""What `verify` proves of settlement, over a whole database."""

from throughline.platform.verification import Check

BALANCE = Check(
    "settlement.open_item_balance",
    2,
    "An open item's balance is its amount less its matches.",
    """SELECT i.company_id, i.id AS open_item, i.number, i.amount, i.balance, coalesce(used.used, 0) AS matched
       FROM settlement_open_item i
       LEFT JOIN (SELECT side.item_id, sum(side.used) AS used
                  FROM settlement_match m, LATERAL (VALUES
                      (m.debit_item_id, m.amount + m.discount + m.written_off), (m.credit_item_id, -m.amount)) AS side(item_id, used)
                  WHERE {company:m} GROUP BY side.item_id) AS used ON used.item_id = i.id
       WHERE {company:i} AND i.balance <> i.amount - coalesce(used.used, 0)""",
)

MATCHED_ONCE = Check(
    "settlement.match_sides",
    2,
    "A match sets an item owed by a party against one owed to the same party.",
    """SELECT m.company_id, m.id AS match, m.debit_item_id, m.credit_item_id
       FROM settlement_match m
       LEFT JOIN settlement_open_item d ON d.id = m.debit_item_id AND d.company_id = m.company_id
       LEFT JOIN settlement_open_item c ON c.id = m.credit_item_id AND c.company_id = m.company_id
       WHERE {company:m} AND (d.amount > 0 AND c.amount < 0 AND d.party_id = c.party_id) IS NOT TRUE""",
)

RECEIVABLE = Check(
    "settlement.receivable",
    2,
    "What a credit account says a party owes is the sum of its open items' balances.",
    """SELECT coalesce(a.company_id, s.company_id) AS company_id, coalesce(a.party_id, s.party_id) AS party,
              a.receivable, s.balance AS open_items
       FROM (SELECT * FROM settlement_credit_account c WHERE {company:c}) AS a
       FULL JOIN (SELECT i.company_id, i.party_id, sum(i.balance) AS balance FROM settlement_open_item i
                  WHERE {company:i} GROUP BY i.company_id, i.party_id) AS s
         ON s.company_id = a.company_id AND s.party_id = a.party_id
       WHERE coalesce(a.receivable, 0) <> coalesce(s.balance, 0)""",
)

RECEIVABLES_ACCOUNT = Check(
    "settlement.receivables_account",
    2,
    "The receivables account of a company is the sum of its open items' balances.",
    """SELECT u.company_id, sum(u.ledger) AS account, sum(u.balance) AS open_items
       FROM (SELECT l.company_id, l.amount AS ledger, 0 AS balance
             FROM ledger_entry_line l JOIN ledger_account a ON a.id = l.account_id AND a.role = 'AR'
             WHERE {company:l}
             UNION ALL
             SELECT i.company_id, 0, i.balance FROM settlement_open_item i WHERE {company:i}) AS u
       GROUP BY u.company_id HAVING sum(u.ledger) <> sum(u.balance)""",
)

PAYMENT_ITEM = Check(
    "settlement.payment_item",
    2,
    "A payment has exactly one open item, over its amount.",
    """SELECT p.company_id, p.id AS payment, p.number, p.amount, sum(i.amount) AS item
       FROM settlement_payment p
       LEFT JOIN settlement_open_item i ON i.company_id = p.company_id
            AND i.document_kind = 'settlement.payment' AND i.document_id = p.id
       WHERE {company:p} GROUP BY p.company_id, p.id
       HAVING count(i.id) <> 1 OR sum(i.amount) <> -p.amount""",
)

DISCOUNTS = Check(
    "settlement.discounts",
    2,
    "The cash discounts taken of an item come to no more than its terms offer, with no more tax than its share.",
    """SELECT i.company_id, i.id AS open_item, i.number, sum(m.discount) AS taken, sum(m.tax) AS tax,
              round(i.amount * i.discount_percent / 100, 2) AS offered
       FROM settlement_match m JOIN settlement_open_item i ON i.id = m.debit_item_id AND i.company_id = m.company_id
       WHERE {company:m} AND m.discount > 0 GROUP BY i.company_id, i.id
       HAVING sum(m.discount) > round(i.amount * i.discount_percent / 100, 2)
           OR sum(m.tax) > round(i.tax * sum(m.discount) / i.amount, 2)""",
)

CHECKS = (BALANCE, MATCHED_ONCE, DISCOUNTS, RECEIVABLE, RECEIVABLES_ACCOUNT, PAYMENT_ITEM)
