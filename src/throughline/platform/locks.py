"""The order in which rows are locked, for the whole product.

An operation locks tables in this order, rows within a table by key, with FOR NO KEY UPDATE; it never goes back. It
locks in one statement and reads in the next, because one statement sees one snapshot.
"""

#: Lockable tables from first to last. A test reads this list and every `locks` module.
ORDER = (
    "governance_company",
    "governance_hold",
    "sales_order",
    "returns_return",
    "transfers_transfer",
    "logistics_shipment",
    "logistics_loss",
    "warehouse_handling_unit",
    "warehouse_wave",
    "billing_waiver",
    "billing_billable_event",
    "billing_billable_line",
    "settlement_payment",
    "settlement_open_item",
    "settlement_credit_account",
    "warehouse_task",
    "inventory_adjustment",
    "inventory_demand",
    "inventory_issue",
    "inventory_position",
    "inventory_supply",
    "inventory_balance",
    "inventory_value_pool",
    "platform_number_series",
)
