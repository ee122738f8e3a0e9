"""What may be permitted in governance, in plain words."""

LABELS = {
    "governance.access.change": "Invite people, give and take roles, define roles, record exceptions of duties",
    "access.own": "Change the own password and second factor (everybody may)",
    "governance.access.read": "See people and roles",
    "governance.token.own": "Make and revoke API tokens of one's own",
    "governance.token.change": "Make and revoke API tokens of anybody",
    "governance.token.read": "See the API tokens of everybody",
    "governance.company.read": "See the company, its sites and its people's names",
    "governance.audit.read": "See what was done, by whom and through which door",
    "governance.policy.read": "See policies",
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
