"""Quotes and orders: the commitment to a customer.

Owns orders and their lines, the history of promised dates, and amendments of confirmed orders. An order is quoted,
confirmed, closed, lost or cancelled; a quote becomes confirmed only after price, terms, credit and supply are judged,
and what is stopped stays a quote with its hold. Announces `OrdersConfirmed`, `OrdersHeld`, `OrdersCut` and
`OrdersAmended`. How far a line is picked, shipped, billed or paid is no state of it: the ledgers below tell.
"""
