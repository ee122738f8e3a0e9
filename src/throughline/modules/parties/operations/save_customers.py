"""Making and changing customers of the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from throughline.governance.public import Duty, strange_words
from throughline.kernel.letters import capitals
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import KINDS, check_amount, check_currency, check_text
from throughline.modules.parties.operations import write
from throughline.modules.parties.policies import SERVICE_CLASSES
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcomes, masters, operation
from throughline.platform.operations.masters import Known

KIND = "parties.customer"


@dataclass(frozen=True, slots=True)
class CustomerInput:
    """A customer as it should be, named by its code.

    `version` refuses a change of what was changed meanwhile; 0 says that there is none yet.
    """

    code: str
    name: str
    payment_terms: str
    currency: str
    kind: Annotated[str, OneOf(KINDS)] = "org"
    vat_number: str = ""
    country: str = ""
    language: str = "en-gb"
    group: str = ""
    requires_customer_po: bool = False
    minimum_order_net: Decimal = Decimal(0)
    ship_complete: bool = False
    accepts_substitutes: bool = False
    tax_category: str = "domestic"
    service_class: Annotated[str, SERVICE_CLASSES] = "standard"
    version: int | None = None


@operation("parties.save_customers", permission="parties.customer.change", duty=Duty.MASTER_DATA)
def save_customers(ctx: Ctx, *, customers: Sequence[CustomerInput]) -> Outcomes:
    """Make the customers that are new and change those that are known, by code; an outcome names the party.

    The block level is left as it is: `block_customer` changes it, with a reason.
    """
    judged = masters.judge(customers, _check, lambda given: given.code)
    terms = write.terms({given.payment_terms for given in judged.kept})
    there = write.roles(ctx, "parties_customer", [given.code for given in judged.kept])
    masters.refuse_overtaken(judged, KIND, there)
    classes = (given.service_class for given in judged.kept)
    strange = strange_words(ctx, SERVICE_CLASSES, classes, "service_class")
    for place, given in list(judged.passed.items()):
        if given.payment_terms not in terms:
            judged.refuse(place, write.no_terms(given.payment_terms))
        elif given.service_class in strange:
            judged.refuse(place, strange[given.service_class])
    ids = write.parties(judged.kept)
    masters.check_written(judged, KIND, _write(ctx, judged.kept, ids, terms))
    ctx.running().touched(KIND, *ids.values())
    return judged.outcomes({capitals(code): party for code, party in ids.items()})


def _check(given: CustomerInput) -> None:
    write.check_partner(given)
    check_currency(given.currency)
    check_text(given.group, "group", 30, needed=False)
    check_amount(given.minimum_order_net, "minimum_order_net")
    check_text(given.tax_category, "tax_category", 20)


def _write(ctx: Ctx, kept: Sequence[CustomerInput], ids: dict[str, int], terms: dict[str, int]) -> dict[str, Known]:
    """Write the roles, and give the versions they have now, by code in capitals."""
    if not kept:
        return {}
    versions = dict(
        rows(
            """INSERT INTO parties_customer AS c (company_id, block, block_reason, version,
               party_id, payment_terms_id, currency, "group", requires_customer_po, minimum_order_net,
               ship_complete, accepts_substitutes, tax_category, service_class)
           SELECT %s, 'none', '', 1, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bool[],
                  %s::numeric[], %s::bool[], %s::bool[], %s::text[], %s::text[]) AS u(party_id)
           ORDER BY u.party_id
           ON CONFLICT (company_id, party_id) DO UPDATE SET payment_terms_id = excluded.payment_terms_id,
               currency = excluded.currency, "group" = excluded."group",
               requires_customer_po = excluded.requires_customer_po,
               minimum_order_net = excluded.minimum_order_net, ship_complete = excluded.ship_complete,
               accepts_substitutes = excluded.accepts_substitutes, tax_category = excluded.tax_category,
               service_class = excluded.service_class, version = c.version + 1
           RETURNING party_id, version""",
            [
                ctx.company_id,
                [ids[given.code] for given in kept],
                [terms[given.payment_terms] for given in kept],
                [given.currency for given in kept],
                [given.group for given in kept],
                [given.requires_customer_po for given in kept],
                [given.minimum_order_net for given in kept],
                [given.ship_complete for given in kept],
                [given.accepts_substitutes for given in kept],
                [given.tax_category for given in kept],
                [given.service_class for given in kept],
            ],
        )
    )
    return {capitals(given.code): Known(given.code, ids[given.code], versions[ids[given.code]]) for given in kept}
