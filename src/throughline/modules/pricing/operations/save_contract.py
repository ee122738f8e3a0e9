"""Making and changing a contract with a customer."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.governance.public import Duty, company
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.letters import capitals
from throughline.modules.parties.public import party_names
from throughline.modules.pricing.domain.inputs import ContractInput, ContractPriceInput, check_contract
from throughline.modules.pricing.events import PricesChanged
from throughline.modules.pricing.operations import units
from throughline.platform.database.statements import execute, rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, masters, operation
from throughline.platform.operations.masters import Known

KIND, TABLE = "pricing.contract", "pricing_contract"


@operation("pricing.save_contract", permission="pricing.price.change", duty=Duty.PRICING)
def save_contract(ctx: Ctx, *, contract: ContractInput) -> int:
    """Make a contract or change the one with its code, whole with its prices, and give its id.

    Prices that are not named are no longer part of it. One fault refuses it all, because a contract is one promise.
    """
    check_contract(contract)
    _check_prices(contract.prices)
    if contract.party_id not in party_names([contract.party_id]):
        raise NotFound("party_unknown", f"There is no party {contract.party_id}; save it first.")
    there = masters.known(TABLE, [contract.code], ctx.company_id).get(capitals(contract.code))
    if contract.version is not None and contract.version != (there.version if there else 0):
        raise masters.overtaken(KIND, contract.code, contract.version, there)
    currency = contract.currency or company(ctx).currency
    number = _header(ctx, contract, currency)
    _prices(ctx, number, contract.prices)
    ctx.running().touched(KIND, number)
    for chunk in chunks(sorted({price.item_id for price in contract.prices})):
        announce(ctx, PricesChanged("contract", number, chunk))
    return number


def _check_prices(prices: Sequence[ContractPriceInput]) -> None:
    known = units.of(prices)
    items = units.known_items(known)
    seen: set[tuple[int, str, Decimal]] = set()
    for price in prices:
        fault = units.fault(price, known, items)
        if fault is not None:
            raise fault
        key = (price.item_id, price.unit, price.min_quantity)
        if key in seen:
            raise InvalidInput(
                "twice",
                f"Item {price.item_id} gets two prices per {price.unit} from {price.min_quantity}; leave one out.",
                field="prices",
            )
        seen.add(key)


def _header(ctx: Ctx, contract: ContractInput, currency: str) -> int:
    found = rows(
        """INSERT INTO pricing_contract AS c
               (company_id, code, name, currency, party_id, valid_from, valid_to, version)
           VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
           ON CONFLICT (company_id, code) DO UPDATE SET name = excluded.name, currency = excluded.currency,
               valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = c.version + 1
           RETURNING id, party_id, version""",
        [
            ctx.company_id,
            contract.code,
            contract.name,
            currency,
            contract.party_id,
            contract.valid_from,
            contract.valid_to,
        ],
    )
    ((number, party_id, version),) = found
    if party_id != contract.party_id:
        raise RuleViolation(
            "contract_of_another",
            f"Contract {contract.code} is with party {party_id}; give another code for party {contract.party_id}.",
            party=party_id,
        )
    if contract.version is not None and version != contract.version + 1:
        raise masters.overtaken(KIND, contract.code, contract.version, Known(contract.code, number, version - 1))
    return int(number)


def _prices(ctx: Ctx, contract: int, prices: Sequence[ContractPriceInput]) -> None:
    """Write the prices, and take away those that are no longer named."""
    arrays = [
        [price.item_id for price in prices],
        [price.unit for price in prices],
        [price.min_quantity for price in prices],
    ]
    execute(
        """DELETE FROM pricing_contract_price p WHERE p.company_id = %s AND p.contract_id = %s
           AND NOT EXISTS (SELECT FROM unnest(%s::bigint[], %s::text[], %s::numeric[]) AS u(item_id, unit, quantity)
                           WHERE u.item_id = p.item_id AND u.unit = p.unit AND u.quantity = p.min_quantity)""",
        [ctx.company_id, contract, *arrays],
    )
    execute(
        """INSERT INTO pricing_contract_price AS p
               (company_id, contract_id, item_id, unit, min_quantity, unit_price)
           SELECT %s, %s, u.* FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::numeric[]) AS u
           ON CONFLICT (company_id, contract_id, item_id, unit, min_quantity)
           DO UPDATE SET unit_price = excluded.unit_price WHERE p.unit_price <> excluded.unit_price""",
        [ctx.company_id, contract, *arrays, [price.unit_price for price in prices]],
    )
