"""How billing policies are said in words."""

TRIGGERS = {
    "ordered": "On order",
    "dispatched": "On dispatch",
    "accepted": "On delivery",
    "milestone": "On milestone",
    "date": "On a date",
}
GROUPINGS = {
    "customer": "per customer",
    "ship_to": "per address",
    "order": "per order",
    "shipment": "per shipment",
}
FREQUENCIES = {"weekly": "weekly", "monthly": "monthly"}
