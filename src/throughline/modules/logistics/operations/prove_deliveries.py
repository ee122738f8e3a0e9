"""Proof of delivery: what was accepted reaches the customer and earns, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from throughline.governance.public import Duty, NewException, raise_exceptions
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import Fact, earn
from throughline.modules.documents.public import store_pictures
from throughline.modules.inventory.public import Part, deliver
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.late import no_longer_late
from throughline.modules.logistics.events import ShipmentsProved
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.modules.logistics.models import Milestone, Proof, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class ProofInput:
    """Who took a shipment, and what of which line was refused (stock units) and why; nothing refused unless said.

    `signature` and `photos` are pictures (PNG, JPEG, WebP), told by their content.
    """

    shipment_id: int
    signer: str = ""
    note: str = ""
    at: datetime | None = None
    refused: Mapping[int, Decimal] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    signature: bytes | None = None
    photos: Sequence[bytes] = ()


@operation("logistics.prove_deliveries", permission="logistics.shipment.prove", duty=Duty.SHIPPING)
def prove_deliveries(ctx: Ctx, *, proofs: Sequence[ProofInput]) -> Outcomes:
    """Record proof of delivery: the accepted part is the customer's and earns where acceptance is what is billed.

    The refused part stays outbound until it is delivered again, brought back or written off, and a person is told. Of
    a shipment on its second trip the proof is of what went out again; what it earns is a fact of its own.
    """
    if len({proof.shipment_id for proof in proofs}) < len(proofs):
        raise InvalidInput("shipment_twice", "A shipment stands twice in the set; prove it once.", field="proofs")
    shipments = locks.shipments(ctx, (proof.shipment_id for proof in proofs))
    lines = locks.lines_of(ctx, shipments)
    refused = _refused(proofs, lines)
    moves = _moves(lines, refused)
    states = {
        number: SHIPMENT.target(moves[number], S(shipment.state), label=shipment.number)
        for number, shipment in shipments.items()
    }
    accepted = [(line, line.out - refused.get(line.id, ZERO)) for line in lines if line.out > 0]
    taken = [(line, quantity) for line, quantity in accepted if quantity > 0]
    _earn(ctx, taken, shipments)
    deliver(ctx, [Part(n.issue_id, q, DocumentRef("logistics.shipment", n.shipment_id)) for n, q in taken])
    _write(ctx, proofs, shipments, {n: state.value for n, state in states.items()}, accepted)
    _keep_pictures(ctx, proofs)
    no_longer_late(ctx, shipments, "The delivery was proved")
    _report(ctx, shipments, lines, refused)
    for kind in sorted({line.ref_kind for line in lines}):
        for chunk in chunks(sorted({line.ref_id for line in lines if line.ref_kind == kind})):
            announce(ctx, ShipmentsProved(tuple(sorted(shipments)[:500]), kind, chunk))
    ctx.running().touched("logistics.shipment", *shipments)
    return Outcomes(
        Outcome(
            n,
            shipment.number,
            "done",
            states[n].value,
            f"{shipment.number} {states[n].value.replace('_', ' ')}.",
            {},
            n,
        )
        for n, shipment in shipments.items()
    )


def _refused(proofs: Sequence[ProofInput], lines: Sequence[LockedLine]) -> dict[int, Decimal]:
    known = {line.id: line for line in lines}
    refused = {}
    for proof in proofs:
        for number, quantity in proof.refused.items():
            line = known.get(int(number))
            if line is None or line.shipment_id != proof.shipment_id:
                raise InvalidInput("line_unknown", "A refused line is not on this shipment.", field="refused")
            if not 0 <= quantity <= line.out:
                raise InvalidInput(
                    "quantity_not_shipped",
                    f"{trimmed(quantity)} was refused where {trimmed(line.out)} was shipped.",
                    field="refused",
                )
            refused[line.id] = quantity
    return refused


def _moves(lines: Sequence[LockedLine], refused: Mapping[int, Decimal]) -> dict[int, str]:
    """Say by which move each shipment goes on: all accepted, some refused, or nothing accepted on any trip."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for line in lines:
        wanted, back = sums.get(line.shipment_id, (ZERO, ZERO))
        sums[line.shipment_id] = (wanted + line.quantity - line.ended, back + refused.get(line.id, ZERO))
    return {
        number: "deliver" if back == 0 else "fail" if back == wanted else "deliver_short"
        for number, (wanted, back) in sums.items()
    }


def _earn(ctx: Ctx, taken: Sequence[tuple[LockedLine, Decimal]], shipments: Mapping[int, LockedShipment]) -> None:
    by_kind: dict[str, list[Fact]] = {}
    for line, quantity in taken:
        shipment = shipments[line.shipment_id]
        case = line.issue_id if line.defers_cost else None
        fact = Fact(
            line.ref_id, quantity, "logistics.shipment_line", line.id, shipment.number, case, occasion=shipment.version
        )
        by_kind.setdefault(line.ref_kind, []).append(fact)
    for kind, facts in by_kind.items():
        earn(ctx, kind, facts, trigger="accepted")


def _write(
    ctx: Ctx,
    proofs: Sequence[ProofInput],
    shipments: Mapping[int, LockedShipment],
    states: Mapping[int, str],
    accepted: Sequence[tuple[LockedLine, Decimal]],
) -> None:
    why = {int(line): reason.strip()[:40] for proof in proofs for line, reason in proof.reasons.items()}
    when = {proof.shipment_id: proof.at or ctx.now for proof in proofs}
    records = [
        (
            line.id,
            line.accepted + quantity,
            line.quantity - line.accepted - quantity,
            why.get(line.id, "") if quantity < line.out else line.reason if line.ended else "",
            when[line.shipment_id] if quantity > 0 else line.accepted_at,
        )
        for line, quantity in accepted
    ]
    columns = ("quantity_accepted", "quantity_refused", "refused_reason", "accepted_at")
    writes.update(ShipmentLine, "id", columns, records)
    writes.update(
        Shipment,
        "id",
        ("state", "delivered_at", "version"),
        [(n, states[n], when[n], shipment.version + 1) for n, shipment in shipments.items()],
    )
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    proved = [(p.shipment_id, p.at or ctx.now, p.signer, p.note) for p in proofs]
    writes.append(Proof, ("shipment_id", "at", "signer", "note"), proved, constants)
    marks = [(p.shipment_id, p.at or ctx.now, states[p.shipment_id], p.signer) for p in proofs]
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)


def _keep_pictures(ctx: Ctx, proofs: Sequence[ProofInput]) -> None:
    pictures = []
    for proof in proofs:
        if len(proof.photos) > MOST_PHOTOS:
            told = f"At most {MOST_PHOTOS} photos of a delivery are kept; leave the others out."
            raise InvalidInput("too_many_photos", told, field="photos")
        subject = DocumentRef("logistics.shipment", proof.shipment_id)
        pictures += [(subject, "signature", proof.signature)] if proof.signature else []
        pictures += [(subject, "photo", photo) for photo in proof.photos]
    if pictures:
        store_pictures(ctx, pictures, "photos")


def _report(
    ctx: Ctx,
    shipments: Mapping[int, LockedShipment],
    lines: Sequence[LockedLine],
    refused: Mapping[int, Decimal],
) -> None:
    """Put what was refused before somebody, with what may become of it."""
    decided = [
        {"operation": "logistics.redeliver", "label": "Deliver again"},
        {"operation": "logistics.bring_back", "label": "Bring back into stock"},
        {"operation": "logistics.record_losses", "label": "Record as lost"},
    ]
    sums: dict[int, Decimal] = {}
    for line in lines:
        if refused.get(line.id, ZERO) > 0:
            sums[line.shipment_id] = sums.get(line.shipment_id, ZERO) + refused[line.id]
    raise_exceptions(
        ctx,
        [
            NewException(
                "delivery_refused",
                "transport",
                "logistics.shipment",
                number,
                f"{shipments[number].number}: {trimmed(quantity)} refused at the door",
                shipments[number].thread_id,
                {"refused": str(quantity)},
                decided,
                site_id=shipments[number].site_id,
                party_id=shipments[number].party_id,
            )
            for number, quantity in sums.items()
        ],
    )
