"""Making and changing suppliers of the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import KINDS, check_currency
from throughline.modules.parties.operations import write
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, Outcomes, operation


@dataclass(frozen=True, slots=True)
class SupplierInput:
    """A supplier as it should be, named by its code."""

    code: str
    name: str
    payment_terms: str
    currency: str
    kind: Annotated[str, OneOf(KINDS)] = "org"
    vat_number: str = ""
    country: str = ""
    language: str = "en-gb"


@operation("parties.save_suppliers", permission="parties.supplier.change", duty=Duty.MASTER_DATA)
def save_suppliers(ctx: Ctx, *, suppliers: Sequence[SupplierInput]) -> Outcomes:
    """Make the suppliers that are new and change those that are known, by code; an outcome names the party."""
    judged = write.judge(suppliers, _check, lambda given: given.code)
    terms = write.terms({given.payment_terms for given in judged.passed.values()})
    for place, given in list(judged.passed.items()):
        if given.payment_terms not in terms:
            judged.refuse(place, given.code, write.no_terms(given.payment_terms))
    kept = list(judged.passed.values())
    ids = write.parties(kept)
    if kept:
        execute(
            """INSERT INTO parties_supplier (company_id, party_id, payment_terms_id, currency)
               SELECT %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(party_id)
               ORDER BY u.party_id
               ON CONFLICT (company_id, party_id) DO UPDATE
               SET payment_terms_id = excluded.payment_terms_id, currency = excluded.currency""",
            [
                ctx.company_id,
                [ids[given.code] for given in kept],
                [terms[given.payment_terms] for given in kept],
                [given.currency for given in kept],
            ],
        )
    ctx.running().touched("parties.supplier", *ids.values())
    return judged.outcomes(
        [given.code for given in suppliers],
        {place: ids[given.code] for place, given in judged.passed.items()},
    )


def _check(given: SupplierInput) -> None:
    write.check_partner(given)
    check_currency(given.currency)
