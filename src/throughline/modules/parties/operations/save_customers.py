"""Making and changing customers of the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from throughline.governance.public import Duty, people_by_login, strange_words
from throughline.kernel.errors import InvalidInput
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

    `owner` is the sign-in name of the account owner, the person of the company who minds it; empty for none.
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
    owner: str = ""
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
    write.refuse_others(ctx, judged, there)
    classes = (given.service_class for given in judged.kept)
    strange = strange_words(ctx, SERVICE_CLASSES, classes, "service_class")
    owners = _owners(ctx, judged.kept)
    for place, given in list(judged.passed.items()):
        if given.payment_terms not in terms:
            judged.refuse(place, write.no_terms(given.payment_terms))
        elif given.service_class in strange:
            judged.refuse(place, strange[given.service_class])
        elif given.owner and given.owner.lower() not in owners:
            judged.refuse(place, _no_owner(given.owner))
    ids = write.parties(judged.kept)
    return masters.done(ctx, judged, KIND, _write(ctx, judged.kept, ids, terms, owners))


def _owners(ctx: Ctx, kept: Sequence[CustomerInput]) -> dict[str, int]:
    """Give whom sign-in names name, by name in small letters: people of the company, and who minds a customer still.

    Somebody who has left may stay where nobody else is named yet: a customer can be changed in other things.
    """
    wanted = sorted({given.owner.lower() for given in kept if given.owner})
    if not wanted:
        return {}
    minding = rows(
        """SELECT DISTINCT lower(u.username), u.id FROM platform_user u
           JOIN parties_customer c ON c.owner_id = u.id AND c.company_id = %s WHERE lower(u.username) = ANY(%s)""",
        [ctx.company_id, wanted],
    )
    return dict(minding) | {login: one.id for login, one in people_by_login(ctx, wanted).items()}


def _no_owner(login: str) -> InvalidInput:
    told = (
        f"Nobody here signs in as {login[:60]}; name somebody who works in the company, or leave account owner empty."
    )
    return InvalidInput("owner_unknown", told, field="owner")


def _check(given: CustomerInput) -> None:
    write.check_partner(given)
    check_currency(given.currency)
    check_text(given.group, "group", 30, needed=False)
    check_amount(given.minimum_order_net, "minimum_order_net")
    check_text(given.tax_category, "tax_category", 20)


def _write(
    ctx: Ctx, kept: Sequence[CustomerInput], ids: dict[str, int], terms: dict[str, int], owners: dict[str, int]
) -> dict[str, Known]:
    """Write the roles, and give the versions they have now, by code in capitals."""
    if not kept:
        return {}
    versions = dict(
        rows(
            """INSERT INTO parties_customer AS c (company_id, block, block_reason, version,
               party_id, payment_terms_id, currency, "group", requires_customer_po, minimum_order_net,
               ship_complete, accepts_substitutes, tax_category, service_class, owner_id)
           SELECT %s, 'none', '', 1, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bool[],
                  %s::numeric[], %s::bool[], %s::bool[], %s::text[], %s::text[], %s::bigint[]) AS u(party_id)
           ORDER BY u.party_id
           ON CONFLICT (company_id, party_id) DO UPDATE SET payment_terms_id = excluded.payment_terms_id,
               currency = excluded.currency, "group" = excluded."group",
               requires_customer_po = excluded.requires_customer_po,
               minimum_order_net = excluded.minimum_order_net, ship_complete = excluded.ship_complete,
               accepts_substitutes = excluded.accepts_substitutes, tax_category = excluded.tax_category,
               service_class = excluded.service_class, owner_id = excluded.owner_id,
               version = c.version + 1
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
                [owners.get(given.owner.lower()) for given in kept],
            ],
        )
    )
    return {capitals(given.code): Known(given.code, ids[given.code], versions[ids[given.code]]) for given in kept}
