"""Entering addresses of customers and changing them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from throughline.kernel.digits import is_id
from throughline.modules.parties.operations.save_addresses import AddressInput, save_addresses
from throughline.modules.parties.queries import addresses, party_names
from throughline.platform.operations import Ctx
from throughline.platform.refs import Shown
from throughline.platform.ui import Done, Field, OperationForm, form_url, record_url
from throughline.platform.ui.masters import VERSION

KINDS = [("ship_to", "Ship to"), ("bill_to", "Bill to")]


def _known(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    number = asked.get("address", "")
    found = addresses([int(number)]).get(int(number)) if is_id(number) else None
    if found is None:
        return {"kind": "ship_to", "version": 0}
    return {
        "party_id": found.party_id,
        "code": found.code,
        "kind": found.kind,
        "name": found.name,
        "lines": "\n".join(found.lines),
        "postcode": found.postcode,
        "city": found.city,
        "country": found.country,
        "is_default": found.is_default,
        "version": found.version,
    }


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    known = Field("code", kind="hidden", required=True)
    fresh = Field("code", "Code", required=True, help="Messages and imports name the address by it", width=160)
    return [
        Field("party_id", kind="hidden", parse=int, required=True),
        Field("address", kind="hidden", parse=int),
        VERSION,
        known if asked.get("address") else fresh,
        Field("kind", "For", "select", required=True, choices=KINDS, width=160),
        Field("name", "Name", required=True, help="Firm, department or person that the address names", width=340),
        Field("lines", "Street and number", "textarea", rows=2, help="Up to six lines"),
        Field("postcode", "Postcode", width=130),
        Field("city", "City", width=220),
        Field("country", "Country", required=True, help="Two letters, as DE", width=140),
        Field("is_default", "Taken where nobody says another", "checkbox"),
    ]


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    name = party_names([values.get("party_id") or 0]).get(values.get("party_id") or 0, "")
    return f"Change address {values['code']} of {name}" if values.get("address") else f"New address of {name}"


def _save(ctx: Ctx, *, address: AddressInput) -> None:
    save_addresses(ctx, addresses=[address]).only()


SAVE = OperationForm(
    slug="customers/address",
    title=_title,
    text="Documents keep the address they were made with.",
    operation=_save,
    calls="parties.save_addresses",
    permission="parties.address.change",
    submit_label="Save address",
    parent="customers",
    fields=_fields,
    initial=_known,
    arguments=lambda ctx, values: {
        "address": AddressInput(
            party_id=values["party_id"],
            code=values["code"],
            kind=values["kind"],
            name=values["name"],
            lines=tuple(line.strip() for line in (values.get("lines") or "").splitlines() if line.strip()),
            country=values["country"].upper(),
            postcode=values.get("postcode") or "",
            city=values.get("city") or "",
            is_default=values["is_default"],
            version=values.get("version") or 0,
        )
    },
    on_done=lambda ctx, result, values: Done(record_url("customers", values["party_id"]), "Address saved."),
)


def shown(ids: Iterable[int]) -> Mapping[int, Shown]:
    """Name addresses, with the way to them."""
    return {
        one.id: Shown(
            "Address", f"{one.code} {one.name}", form_url("customers/address", address=one.id, party_id=one.party_id)
        )
        for one in addresses(ids).values()
    }
