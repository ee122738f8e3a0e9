"""Whose quota demands fall under, where policy shares stock that is short by quotas."""

from collections.abc import Sequence

from throughline.governance.public import Policies
from throughline.modules.catalog.public import items
from throughline.modules.inventory.domain.allocating import Quota
from throughline.modules.inventory.policies import QUOTA
from throughline.modules.parties.public import customers
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def quotas_of(ctx: Ctx, demand_ids: Sequence[int], policies: Policies) -> dict[int, Quota]:
    """Give the quota of each demand that falls under one; three statements, none where no rule stands."""
    if not policies.rules[QUOTA.name]:
        return {}
    found = rows(
        """SELECT id, site_id, item_id, party_id, service_class FROM inventory_demand
           WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, list(demand_ids)],
    )
    goods = items({item for _, _, item, _, _ in found})
    parties = customers(ctx, {party for _, _, _, party, _ in found if party is not None})
    quotas = {}
    for number, site, item, party, service_class in found:
        decision = policies.ask(
            QUOTA,
            site=site,
            item=item,
            family=goods[item].family_id,
            customer=party,
            customer_group=parties[party].group if party in parties else None,
            service_class=service_class,
        )
        if decision.rule_id is not None and decision.answer.percent is not None:
            quotas[number] = Quota(decision.rule_id, decision.answer.percent, decision.answer.is_limit)
    return quotas
