"""Proof of delivery: what was accepted reaches the customer and earns, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, NewException, raise_exceptions
from throughline.kernel.errors import InvalidInput, check_length
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import Fact, earn
from throughline.modules.documents.public import check_picture, store_pictures
from throughline.modules.inventory.public import Part, deliver
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.late import no_longer_late
from throughline.modules.logistics.events import ShipmentsProved
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.modules.logistics.models import Milestone, Proof, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

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
    a shipment on its second trip the proof is of what went out again; what it earns is a fact of its own. An outcome
    is a shipment; a proof that cannot be recorded is refused by itself.
    """
    shipments = locks.shipments(ctx, (proof.shipment_id for proof in proofs))
    lines = locks.lines_by_shipment(ctx, shipments)
    judged = sift(
        proofs, partial(_judged, ctx, shipments, lines, set()), lambda one: locks.named(shipments, one.shipment_id)
    )
    if judged.sound:
        _prove(ctx, list(judged.sound.values()))
    return judged.with_done(
        Outcome(n, one.shipment.number, "done", one.state.value, one.told, {}, n)
        for one in judged.sound.values()
        for n in (one.shipment.id,)
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    """A proof that can be recorded: the shipment as locked, its lines, what was refused, and where that leads."""

    given: ProofInput
    shipment: LockedShipment
    lines: Sequence[LockedLine]
    refused: Mapping[int, Decimal]
    state: S

    @property
    def told(self) -> str:
        """Say what came of it."""
        return f"{self.shipment.number} {self.state.value.replace('_', ' ')}."

    @property
    def accepted(self) -> list[tuple[LockedLine, Decimal]]:
        """Give what was accepted of each line that was still out."""
        return [(line, line.out - self.refused.get(line.id, ZERO)) for line in self.lines if line.out > 0]


def _judged(
    ctx: Ctx,
    shipments: Mapping[int, LockedShipment],
    lines: Mapping[int, Sequence[LockedLine]],
    seen: set[int],
    proof: ProofInput,
) -> _Proof:
    """Say what a proof leads to, or refuse it."""
    shipment = locks.one_of(shipments, proof.shipment_id)
    own = lines[shipment.id]
    refused = _refused(proof, own)
    state = SHIPMENT.target(_move(own, refused), S(shipment.state), label=shipment.number)
    locks.once(shipment, seen)
    check_length("signer", proof.signer, 120)
    check_length("note", proof.note, 400)
    if proof.at is not None and proof.at > ctx.now:
        raise InvalidInput("in_the_future", "That moment has not come yet.", field="at")
    _check_pictures(proof)
    seen.add(shipment.id)
    return _Proof(proof, shipment, own, refused, S(state))


def _prove(ctx: Ctx, proofs: Sequence[_Proof]) -> None:
    """Hand over what was accepted, let it earn, write the proofs, and tell."""
    numbers = [one.shipment.id for one in proofs]
    accepted = [part for one in proofs for part in one.accepted]
    taken = [(line, quantity) for line, quantity in accepted if quantity > 0]
    _earn(ctx, taken, {one.shipment.id: one.shipment for one in proofs})
    deliver(ctx, [Part(n.issue_id, q, DocumentRef("logistics.shipment", n.shipment_id)) for n, q in taken])
    _write(ctx, proofs, accepted)
    _keep_pictures(ctx, [one.given for one in proofs])
    no_longer_late(ctx, numbers, "The delivery was proved")
    _report(ctx, proofs)
    lines = [line for one in proofs for line in one.lines]
    for kind in sorted({line.ref_kind for line in lines}):
        for chunk in chunks(sorted({line.ref_id for line in lines if line.ref_kind == kind})):
            announce(ctx, ShipmentsProved(tuple(sorted(numbers)[:500]), kind, chunk))
    ctx.running().touched("logistics.shipment", *numbers)


def _refused(proof: ProofInput, lines: Sequence[LockedLine]) -> dict[int, Decimal]:
    known = {line.id: line for line in lines}
    refused = {}
    for number, quantity in proof.refused.items():
        line = known.get(int(number))
        if line is None:
            raise InvalidInput("line_unknown", "A refused line is not on this shipment.", field="refused")
        if not 0 <= quantity <= line.out:
            raise InvalidInput(
                "quantity_not_shipped",
                f"{trimmed(quantity)} was refused where {trimmed(line.out)} was shipped.",
                field="refused",
            )
        refused[line.id] = quantity
    return refused


def _move(lines: Sequence[LockedLine], refused: Mapping[int, Decimal]) -> str:
    """Say by which move a shipment goes on: all accepted, some refused, or nothing accepted on any trip."""
    wanted = sum((line.quantity - line.ended for line in lines), ZERO)
    back = sum((refused.get(line.id, ZERO) for line in lines), ZERO)
    return "deliver" if back == 0 else "fail" if back == wanted else "deliver_short"


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


def _write(ctx: Ctx, proofs: Sequence[_Proof], accepted: Sequence[tuple[LockedLine, Decimal]]) -> None:
    why = {int(line): reason.strip()[:40] for one in proofs for line, reason in one.given.reasons.items()}
    when = {one.shipment.id: one.given.at or ctx.now for one in proofs}
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
    heads = [(n.shipment.id, n.state.value, when[n.shipment.id], n.shipment.version + 1) for n in proofs]
    writes.update(Shipment, "id", ("state", "delivered_at", "version"), heads)
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    proved = [(n.shipment.id, when[n.shipment.id], n.given.signer, n.given.note) for n in proofs]
    writes.append(Proof, ("shipment_id", "at", "signer", "note"), proved, constants)
    marks = [(n.shipment.id, when[n.shipment.id], n.state.value, n.given.signer) for n in proofs]
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)


def _check_pictures(proof: ProofInput) -> None:
    if len(proof.photos) > MOST_PHOTOS:
        told = f"At most {MOST_PHOTOS} photos of a delivery are kept; leave the others out."
        raise InvalidInput("too_many_photos", told, field="photos")
    for role, content in _pictures(proof):
        check_picture(role, content, "photos")


def _pictures(proof: ProofInput) -> list[tuple[str, bytes]]:
    signed = [("signature", proof.signature)] if proof.signature else []
    return signed + [("photo", photo) for photo in proof.photos]


def _keep_pictures(ctx: Ctx, proofs: Sequence[ProofInput]) -> None:
    pictures = [
        (DocumentRef("logistics.shipment", proof.shipment_id), role, content)
        for proof in proofs
        for role, content in _pictures(proof)
    ]
    if pictures:
        store_pictures(ctx, pictures, "photos")


def _report(ctx: Ctx, proofs: Sequence[_Proof]) -> None:
    """Put what was refused before somebody, with what may become of it."""
    decided = [
        {"operation": "logistics.redeliver", "label": "Deliver again"},
        {"operation": "logistics.bring_back", "label": "Bring back into stock"},
        {"operation": "logistics.record_losses", "label": "Record as lost"},
    ]
    sums = [(one.shipment, sum(one.refused.values(), ZERO)) for one in proofs]
    raise_exceptions(
        ctx,
        [
            NewException(
                "delivery_refused",
                "transport",
                "logistics.shipment",
                shipment.id,
                f"{shipment.number}: {trimmed(quantity)} refused at the door",
                shipment.thread_id,
                {"refused": str(quantity)},
                decided,
                site_id=shipment.site_id,
                party_id=shipment.party_id,
            )
            for shipment, quantity in sums
            if quantity > 0
        ],
    )
