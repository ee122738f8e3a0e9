"""Keeping how other systems call records."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.integrations.permissions import NAME
from throughline.platform import refs
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

LONGEST_SOURCE, LONGEST_ID = 60, 120


@dataclass(frozen=True, slots=True)
class ExternalName:
    """How a system (`source`) calls a record, named by its kind and id as references name it: catalog.item 41."""

    kind: str
    document_id: int
    source: str
    external_id: str


@operation("integrations.name_records", permission=NAME)
def name_records(ctx: Ctx, *, names: Sequence[ExternalName]) -> Outcomes:
    """Keep how another system calls records, so that its next message finds them; one name is one record's only.

    A system's name that another record has is refused; the same name for the same record is skipped.
    """
    for place, name in enumerate(names):
        _check(name, place)
    shown = refs.resolve({DocumentRef(one.kind, one.document_id) for one in names})
    for place, name in enumerate(names):
        if not shown[DocumentRef(name.kind, name.document_id)].url:
            raise NotFound(
                "record_unknown", f"There is no {name.kind} {name.document_id}.", field=f"names[{place}].document_id"
            )
    found = dict(
        rows(
            """INSERT INTO integrations_external_id AS e (company_id, source, kind, external_id, document_id)
               SELECT %s, u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) AS u
               ON CONFLICT (company_id, source, kind, external_id) DO NOTHING
               RETURNING e.source || ' ' || e.kind || ' ' || e.external_id, e.document_id""",
            [ctx.company_id, *_arrays(names)],
        )
    )
    standing = dict(
        rows(
            """SELECT e.source || ' ' || e.kind || ' ' || e.external_id, e.document_id FROM integrations_external_id e
               JOIN unnest(%s::text[], %s::text[], %s::text[]) AS u(source, kind, external_id)
                    ON (u.source, u.kind, u.external_id) = (e.source, e.kind, e.external_id)
               WHERE e.company_id = %s""",
            [*_arrays(names)[:3], ctx.company_id],
        )
    )
    outcomes = []
    for place, name in enumerate(names):
        key = f"{name.source} {name.kind} {name.external_id}"
        label = shown[DocumentRef(name.kind, name.document_id)].label
        if standing[key] != name.document_id:
            told = f"{name.source} calls {name.kind} {standing[key]} {name.external_id}; it cannot call {label} so too."
            outcomes.append(Outcome(place, label, "refused", "external_id_taken", told, {"field": "external_id"}))
        elif found.pop(key, None) is None:
            outcomes.append(Outcome(place, label, "skipped", "known_already", f"{label} has this name already."))
        else:
            told = f"{name.source} calls {label} {name.external_id}."
            outcomes.append(Outcome(place, label, "done", "named", told, {}, name.document_id))
            ctx.running().touched(name.kind, name.document_id)
    return Outcomes(outcomes)


def _check(name: ExternalName, place: int) -> None:
    if not refs.knows(name.kind):
        raise InvalidInput(
            "kind_unknown", f"There are no records of the kind {name.kind[:60]}.", field=f"names[{place}].kind"
        )
    for field, value, longest in (
        ("source", name.source, LONGEST_SOURCE),
        ("external_id", name.external_id, LONGEST_ID),
    ):
        if not value.strip() or len(value) > longest or not value.isprintable():
            raise InvalidInput(
                "name_missing", f"Give {field} in 1 to {longest} printable characters.", field=f"names[{place}].{field}"
            )


def _arrays(names: Sequence[ExternalName]) -> tuple[list[str], list[str], list[str], list[int]]:
    kept = {(one.source, one.kind, one.external_id): one.document_id for one in reversed(names)}
    return [key[0] for key in kept], [key[1] for key in kept], [key[2] for key in kept], list(kept.values())
