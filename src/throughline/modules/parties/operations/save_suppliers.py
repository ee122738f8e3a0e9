"""Making and changing suppliers of the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.letters import capitals
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import KINDS, check_currency
from throughline.modules.parties.operations import write
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcomes, masters, operation
from throughline.platform.operations.masters import Known

KIND = "parties.supplier"


@dataclass(frozen=True, slots=True)
class SupplierInput:
    """A supplier as it should be, named by its code.

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
    version: int | None = None


@operation("parties.save_suppliers", permission="parties.supplier.change", duty=Duty.MASTER_DATA)
def save_suppliers(ctx: Ctx, *, suppliers: Sequence[SupplierInput]) -> Outcomes:
    """Make the suppliers that are new and change those that are known, by code; an outcome names the party."""
    judged = masters.judge(suppliers, _check, lambda given: given.code)
    terms = write.terms({given.payment_terms for given in judged.kept})
    there = write.roles(ctx, "parties_supplier", [given.code for given in judged.kept])
    masters.refuse_overtaken(judged, KIND, there)
    write.refuse_others(ctx, judged, there)
    for place, given in list(judged.passed.items()):
        if given.payment_terms not in terms:
            judged.refuse(place, write.no_terms(given.payment_terms))
    ids = write.parties(judged.kept)
    return masters.done(ctx, judged, KIND, _write(ctx, judged.kept, ids, terms))


def _check(given: SupplierInput) -> None:
    write.check_partner(given)
    check_currency(given.currency)


def _write(ctx: Ctx, kept: Sequence[SupplierInput], ids: dict[str, int], terms: dict[str, int]) -> dict[str, Known]:
    """Write the roles, and give the versions they have now, by code in capitals."""
    if not kept:
        return {}
    versions = dict(
        rows(
            """INSERT INTO parties_supplier AS s (company_id, version, party_id, payment_terms_id, currency)
               SELECT %s, 1, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(party_id)
               ORDER BY u.party_id
               ON CONFLICT (company_id, party_id) DO UPDATE SET payment_terms_id = excluded.payment_terms_id,
                   currency = excluded.currency, version = s.version + 1
               RETURNING party_id, version""",
            [
                ctx.company_id,
                [ids[given.code] for given in kept],
                [terms[given.payment_terms] for given in kept],
                [given.currency for given in kept],
            ],
        )
    )
    return {capitals(given.code): Known(given.code, ids[given.code], versions[ids[given.code]]) for given in kept}
