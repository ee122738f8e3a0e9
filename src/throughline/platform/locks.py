"""The order in which rows are locked, for the whole product.

An operation locks tables in this order, rows within a table by key, with FOR NO KEY UPDATE; it never goes back. It
locks in one statement and reads in the next, because one statement sees one snapshot.
"""

#: Lockable tables from first to last. A test reads this list and every `locks` module.
ORDER = (
    "sales_order",
    "sales_order_line",
    "returns_return",
    "transfers_transfer",
    "logistics_shipment",
    "logistics_shipment_line",
    "warehouse_receipt",
    "warehouse_task",
    "billing_billable_line",
    "billing_billable_event",
    "billing_invoice",
    "inventory_demand",
    "inventory_supply",
    "inventory_issue",
    "settlement_payment",
    "settlement_open_item",
    "settlement_credit_account",
    "inventory_position",
    "inventory_balance",
    "inventory_value_pool",
    "governance_period",
    "platform_number_series",
)
