"""One bad document of a set does not stop the others: it is an outcome of its own, and nothing of it is done."""

from decimal import Decimal

from tests.world import D, World
from throughline.modules.billing.public import CreditInput, CreditLineInput, credit_without_origin
from throughline.modules.logistics.public import (
    ClaimSettled,
    LossInput,
    MilestoneInput,
    ProofInput,
    ShipmentLineFacts,
    lines_of,
    losses_of,
    prove_deliveries,
    record_losses,
    record_milestones,
    settle_claims,
)
from throughline.modules.returns.public import (
    ReturnInput,
    ReturnLineInput,
    UnreferencedInput,
    UnreferencedLine,
    receive_returns,
    receive_unreferenced,
)
from throughline.platform.operations import Outcomes, reading

NOWHERE = 987654321


def codes(outcomes: Outcomes) -> list[str]:
    """Give what came of each document, by its place in the set."""
    return [one.code for one in outcomes]


def shipped(world: World, *quantities: int) -> tuple[int, list[ShipmentLineFacts]]:
    """Let a shipment an order leave for one customer; give the item and their lines."""
    p = world.item("P", stock=sum(quantities), cost=6, price=10)
    party = world.customer(limit=10_000)
    shipments = [world.ship(world.order(party, [(p, quantity)]))[0] for quantity in quantities]
    with reading(world.as_("floor")):
        return p, lines_of(world.as_("floor"), shipments)


def test_proofs_of_a_set_stand_or_fall_by_themselves(world: World) -> None:
    """Of seven proofs two are recorded; the others say why not, and their shipments are still on their way."""
    _, lines = shipped(world, 2, 3, 4, 5, 6)
    first, second, third, fourth, fifth = (line.shipment_id for line in lines)
    done = prove_deliveries(
        world.as_("floor"),
        proofs=[
            ProofInput(NOWHERE),
            ProofInput(first, "A"),
            ProofInput(second, "B", refused={lines[1].id: D(4)}),
            ProofInput(third, "C", photos=[b"no picture"]),
            ProofInput(first, "D"),
            ProofInput(fourth, "E", refused={lines[4].id: D(1)}),
            ProofInput(fifth, "F", refused={lines[4].id: D(1)}),
        ],
    )
    assert codes(done) == [
        "shipment_unknown",
        "delivered",
        "quantity_not_shipped",
        "picture_unknown",
        "shipment_twice",
        "line_unknown",
        "delivered_short",
    ]
    assert [one.subject for one in done] == [NOWHERE, first, second, third, first, fourth, fifth]
    world.react()
    states = world.rows("SELECT state FROM logistics_shipment ORDER BY id")
    assert states == [("delivered",), ("dispatched",), ("dispatched",), ("dispatched",), ("delivered_short",)]
    assert world.rows("SELECT count(*) FROM documents_stored_file WHERE company_id = %s", world.company_id) == [(0,)]
    assert [net for _, _, net, _, _ in world.invoices()] == [D("20.00"), D("50.00")]
    assert world.rows("SELECT count(*) FROM logistics_proof") == [(2,)]
    world.verify()


def test_nothing_is_drawn_or_written_where_all_proofs_are_refused(world: World) -> None:
    """A set of which nothing can be done is answered, and changes nothing."""
    _, lines = shipped(world, 2)
    late = ProofInput(lines[0].shipment_id, signer="x" * 121)
    assert codes(prove_deliveries(world.as_("floor"), proofs=[late, ProofInput(NOWHERE)])) == [
        "too_long",
        "shipment_unknown",
    ]
    assert world.rows("SELECT state, version FROM logistics_shipment") == [("dispatched", 1)]


def test_returns_of_a_set_stand_or_fall_by_themselves(world: World) -> None:
    """Five come back of ten; a second return of six more of them is one too many, whatever comes after it."""
    p, lines = shipped(world, 10, 4)
    world.deliver(*(line.shipment_id for line in lines))
    ten, four = lines

    def back(line: ShipmentLineFacts, quantity: object, reason: str = "too many", **more: object) -> ReturnInput:
        return ReturnInput([ReturnLineInput(line.id, D(str(quantity)), **more)], reason)  # type: ignore[arg-type]

    done = receive_returns(
        world.as_("dock"),
        returns=[
            back(ten, 5),
            back(ten, 6),
            back(four, 1, reason=" "),
            back(four, 1, unit="pallet"),
            back(four, 1, location_id=NOWHERE),
            back(four, 1, status="lost"),
            ReturnInput([ReturnLineInput(NOWHERE, D(1))], "what is it"),
            ReturnInput([], "nothing"),
            back(four, -1),
            back(four, 4),
        ],
    )
    assert codes(done) == [
        "received",
        "quantity_not_out",
        "reason_missing",
        "unit_unknown",
        "place_unknown",
        "status_unknown",
        "delivery_unknown",
        "no_lines",
        "quantity_not_positive",
        "received",
    ]
    world.react()
    assert world.on_hand(p) == 9
    assert sorted(net for _, _, net, _, _ in world.invoices("credit_note")) == [D("40.00"), D("50.00")]
    assert world.rows("SELECT count(*) FROM returns_return") == [(2,)]
    world.verify()


def test_losses_claims_and_milestones_of_a_set_stand_or_fall_by_themselves(world: World) -> None:
    """What cannot be recorded as lost, settled or noted says so, and the rest is done."""
    _, lines = shipped(world, 2, 3, 4)
    first, second, third = (line.shipment_id for line in lines)
    floor, stock, cash = world.as_("floor"), world.as_("stock"), world.as_("cash")
    noted = [MilestoneInput(first, "at_hub"), MilestoneInput(NOWHERE, "at_hub"), MilestoneInput(second, "flown")]
    assert codes(record_milestones(floor, milestones=noted)) == ["at_hub", "shipment_unknown", "milestone_unknown"]
    assert world.rows("SELECT count(*) FROM logistics_milestone WHERE kind = 'at_hub'") == [(1,)]

    world.deliver(third)
    losses = [
        LossInput(first, "gone", "DHL"),
        LossInput(third, "gone"),
        LossInput(second, " "),
        LossInput(NOWHERE, "?"),
    ]
    done = record_losses(stock, losses=losses)
    assert codes(done) == ["lost", "wrong_state", "reason_missing", "shipment_unknown"]
    with reading(stock):
        (loss,) = losses_of(stock, [first, second, third])
    claims = [ClaimSettled(NOWHERE, D(1)), ClaimSettled(loss.id, D("5.00")), ClaimSettled(loss.id, D("5.00"))]
    assert codes(settle_claims(cash, claims=claims)) == ["loss_unknown", "settled", "claim_twice"]
    assert (world.balance("CLAIM"), world.balance("BANK")) == (0, D("5.00"))
    world.verify()


def test_credits_and_unreferenced_returns_of_a_set_stand_or_fall_by_themselves(world: World) -> None:
    """A credit for nobody and goods that are none are refused; the others become credit notes."""
    p, party = world.item("P", stock=5, cost=6, price=10), world.customer()
    line = CreditLineInput("FEE", "Goodwill", D(1), D("3.00"))
    credits = [CreditInput(NOWHERE, [line], "late"), CreditInput(party, [line], "late"), CreditInput(party, [], "late")]
    assert codes(credit_without_origin(world.as_("billing"), credits=credits)) == [
        "customer_unknown",
        "approved",
        "no_lines",
    ]
    service = world.item("S", kind="service")

    def unreferenced(item: int, quantity: str = "1", site: int = 0) -> UnreferencedInput:
        return UnreferencedInput(party, site or world.site_id, [UnreferencedLine(item, Decimal(quantity), D(5))], "old")

    back = [unreferenced(service), unreferenced(p, "1.5"), unreferenced(p, site=NOWHERE), unreferenced(p)]
    done = receive_unreferenced(world.as_("dock"), returns=back)
    assert codes(done) == ["item_not_stocked", "quantity_not_divisible", "site_unknown", "received"]
    world.react()
    world.bill()
    assert sorted(net for _, _, net, _, _ in world.invoices("credit_note")) == [D("3.00"), D("5.00")]
    world.verify()
