"""What may be permitted in governance, in plain words."""

LABELS = {
    "governance.access.change": "Give people roles",
    "governance.access.read": "See people and roles",
    "governance.company.read": "See the company, its sites, layout and number series",
    "governance.company.change": "Change the company, its layout and number series",
    "governance.site.change": "Open and change sites",
    "governance.policy.read": "See policies",
    "governance.policy.change": "Make, change and end policies",
    "governance.policy.approve": "Approve changes of policies that somebody else proposed",
    "governance.exception.read": "See exceptions",
    "governance.hold.read": "See holds",
    "governance.queue.sales": "Look after the exceptions of sales",
    "governance.queue.warehouse": "Look after the exceptions of the warehouse",
    "governance.queue.transport": "Look after the exceptions of transport",
    "governance.queue.billing": "Look after the exceptions of billing",
    "governance.queue.payments": "Look after the exceptions of payments",
    "governance.queue.stock": "Look after the exceptions of stock",
    "governance.queue.system": "Look after the exceptions of the installation",
}
