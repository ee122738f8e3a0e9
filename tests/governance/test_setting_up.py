"""A company set up on its screens: numbers checked by their own rules, calendars, layout, number series, bins."""

import struct
import zlib
from datetime import date, time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.closing_days import ClosingDay
from throughline.governance.identities import BankAccount, TaxNumber
from throughline.governance.public import (
    change_company,
    change_layout,
    change_site,
    layout,
    number_series,
    set_number_series,
    site,
)
from throughline.governance.setting_up import company_details
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.modules.billing.public import rates_on
from throughline.modules.billing.ui.pdf import invoice_pdf
from throughline.modules.inventory.public import BinRange, bins_of, make_bins, places_by_code
from throughline.platform.letters import size_of
from throughline.platform.operations import reading

IBAN = "DE89 3704 0044 0532 0130 00"


def png() -> bytes:
    """Draw a small picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\x20\x60\xa0" * 4 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def world() -> World:
    return new_world()


def test_numbers_are_checked_by_their_own_rules_and_kept_plain(world: World) -> None:
    ctx = world.as_("masters")
    change_company(
        ctx,
        name="Brandt AG",
        address=["Hafen 1", "", "47051 Duisburg"],
        vat_number="DE 136,695 976",
        tax_numbers=[TaxNumber("CH", "CHE-107.787.577 IVA")],
        bank_accounts=[BankAccount(IBAN)],
    )
    with reading(ctx):
        kept = company_details(ctx)
    assert (kept.vat_number, kept.address) == ("DE136695976", ["Hafen 1", "47051 Duisburg"])
    (account,) = kept.bank_accounts
    assert (account["iban"], account["bic"], account["printed"]) == ("DE89370400440532013000", "COBADEFFXXX", True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"vat_number": "DE136695977"}, "vat_number"),
        ({"tax_numbers": [TaxNumber("GB", "980780685")]}, "tax_numbers"),
        ({"bank_accounts": [BankAccount("DE89 3704 0044 0532 0130 01")]}, "iban"),
        ({"bank_accounts": [BankAccount(IBAN, bic="NONSENSE1")]}, "bic"),
        ({"bank_accounts": [BankAccount(IBAN), BankAccount(IBAN)]}, "bank_accounts"),
        ({"name": " "}, "name"),
        ({"address": []}, "address"),
    ],
)
def test_a_company_that_cannot_be_is_refused(world: World, given: dict[str, object], field: str) -> None:
    ctx = world.as_("masters")
    values: dict[str, object] = {"name": "Brandt AG", "address": ["Hafen 1"], **given}
    with pytest.raises(InvalidInput) as refused:
        change_company(ctx, **values)  # type: ignore[arg-type]
    assert refused.value.field == field
    with reading(ctx):
        assert company_details(ctx).name != "Brandt AG"
    with pytest.raises(NotAllowed):
        change_company(world.as_("desk"), name="X", address=["Y"])


def test_a_site_keeps_the_holidays_of_its_region_and_days_of_its_own(world: World) -> None:
    ctx = world.as_("masters")
    own = [ClosingDay(date(2026, 3, 9), "Inventory")]
    change_site(
        ctx, site=world.site_id, name="Main", weekdays="54321", holiday_country="DE", holiday_region="NW",
        closing_days=own, cut_off=time(14), receiving_days=1,
    )  # fmt: skip
    with reading(ctx):
        calendar = site(ctx, world.site_id).calendar
    assert not calendar.works(date(2026, 3, 9))
    assert not calendar.works(date(2026, 6, 4))
    assert calendar.works(date(2026, 3, 10))
    assert calendar.plus(date(2026, 3, 6), 1) == date(2026, 3, 10)
    with pytest.raises(InvalidInput, match="no region"):
        change_site(ctx, site=world.site_id, name="M", weekdays="1", holiday_country="DE", holiday_region="XX")
    with pytest.raises(InvalidInput, match="weekday"):
        change_site(ctx, site=world.site_id, name="M", weekdays="")
    with pytest.raises(NotFound):
        change_site(ctx, site=world.site_id + 10_000, name="M", weekdays="1")


def test_a_logo_is_known_by_its_content_and_stays_until_it_is_taken_away(world: World) -> None:
    ctx = world.as_("masters")
    change_layout(ctx, languages=["en", "de"], texts={"de": {"footer": "Amtsgericht Duisburg"}}, logo=png())
    change_layout(ctx, languages=["en"], texts={"en": {"footer": "Registered in Duisburg"}})
    with reading(ctx):
        kept = layout(ctx)
    assert (kept.logo_type, kept.text("fr", "footer")) == ("image/png", "Registered in Duisburg")
    with pytest.raises(InvalidInput, match="PNG or JPEG"):
        change_layout(ctx, languages=["en"], texts={}, logo=b"<svg onload=alert(1)>")
    change_layout(ctx, languages=["en"], texts={}, keep_logo=False)
    with reading(ctx):
        assert layout(ctx).logo is None


def test_numbers_begin_where_the_system_before_ended_and_then_never_skip(world: World) -> None:
    ctx = world.as_("masters")
    set_number_series(ctx, code="billing.invoice", prefix="R26-", next_number=5001, reason="goes on from before")
    item = world.item("pump", stock=10, cost=5, price=10)
    world.policy("billing.policy", trigger="ordered")
    party = world.customer()
    world.confirm(world.quote(party, [(item, 1)]))
    with pytest.raises(RuleViolation, match="continues with 5002"):
        set_number_series(ctx, code="billing.invoice", prefix="R26-", next_number=6000, reason="skip")
    with pytest.raises(RuleViolation):
        set_number_series(ctx, code="billing.invoice", prefix="R26-", next_number=1, reason="again")
    with pytest.raises(InvalidInput, match="why"):
        set_number_series(ctx, code="billing.invoice", prefix="R27-")
    set_number_series(ctx, code="billing.invoice", prefix="A", reason="a shorter prefix")
    world.confirm(world.quote(party, [(item, 2)]))
    found = world.rows("SELECT number FROM billing_invoice WHERE state = 'posted' ORDER BY id")
    assert found == [("R26-005001",), ("A005002",)]
    with reading(ctx):
        (series,) = number_series(ctx)
    assert (series.next_number, series.has_begun) == (5003, True)
    world.verify()


def test_bins_come_in_ranges_in_the_order_of_picking(world: World) -> None:
    made = bins_of(BinRange("A-B", "01-02", "1-2", "", first_sequence=10, step=10, snake=True))
    assert [(one.code, one.pick_sequence) for one in made][:5] == [
        ("A-01-1", 10), ("A-01-2", 20), ("A-02-2", 30), ("A-02-1", 40), ("B-01-1", 50),
    ]  # fmt: skip
    ctx = world.as_("masters")
    assert make_bins(ctx, site_id=world.site_id, bins=made) == 8
    assert make_bins(ctx, site_id=world.site_id, bins=made) == 0
    with reading(ctx):
        assert "B-02-1" in places_by_code(ctx, world.site_id)
    for wrong in (BinRange(), BinRange("A-!"), BinRange("A,A"), BinRange(bays="0001-9999"), BinRange("C-A")):
        with pytest.raises(InvalidInput):
            bins_of(wrong)


def test_everything_is_set_up_on_screens(world: World) -> None:
    client = sign_in(world, "masters")
    assert "Bank accounts" in page(client, "/our-company/")
    given = {"name": "Brandt AG", "address": "Hafen 1\n47051 Duisburg", "bank_accounts-0-iban": IBAN}
    wrong = client.post("/do/company/change/", {**given, "bank_accounts-0-iban": "DE00"})
    assert wrong.status_code == 422
    assert "is no IBAN" in wrong.content.decode()
    fill(client, "company/change", **{**given, "bank_accounts-0-printed": "1"})
    assert "DE89 3704 0044" in page(client, "/our-company/")
    logo = SimpleUploadedFile("logo.png", png(), "image/png")
    sent = client.post("/do/company/layout/", {"logo": logo, "in_en": "1", "invoice_en": "Thank you for your order."})
    assert sent.status_code == 302
    assert client.get("/our-company/logo/")["Content-Type"] == "image/png"
    page(client, f"/sites/{world.site_id}/")
    days = {"site": world.site_id, "name": "Main", "day_1": "1", "holiday_country": "DE", "holiday_region": "nw"}
    ahead = client.post("/do/sites/change/preview/", {**days, "closing_days": "2026-12-24 Inventory"})
    assert "Inventory" in ahead.content.decode()
    assert client.post("/do/sites/change/", {**days, "closing_days": "soon"}).status_code == 422
    fill(client, "sites/change", **days, closing_days="2026-12-24 Inventory", cut_off="14:00")
    assert "14:00" in page(client, "/sites/")
    opened = fill(client, "sites/open", code="NORTH", name="North", timezone="UTC")
    taken = client.post("/do/sites/open/", {"code": "north", "name": "Another", "timezone": "UTC"})
    assert taken.status_code == 409
    assert "Code north is taken already" in taken.content.decode()
    assert "NORTH North is known already" in taken.content.decode()
    number = opened.split("site=")[1]
    ahead = client.post("/do/bins/make/preview/", {"site": number, "zones": "A-C", "bays": "01-10", "separator": "-"})
    assert "30 bins would be made" in ahead.content.decode()
    fill(client, "bins/make", site=number, zones="A-C", bays="01-10", separator="-", pickable="1")
    assert "A-01" in page(client, f"/bins/?site={number}")
    fill(
        client,
        "tax-rates/set",
        customer_category="domestic",
        item_category="reduced",
        rate="7",
        valid_from="2026-01-01",
    )
    with reading(world.as_("masters")):
        assert rates_on(world.as_("masters"), date(2026, 2, 1))["domestic", "reduced"] == Decimal(7)
    assert "7" in page(client, "/tax-rates/")
    code = f"T{world.company_id}"
    fill(client, "payment-terms/save", code=code, name="14 days", days=14)
    assert code in page(client, "/payment-terms/")
    assert "14 days" in page(client, f"/do/payment-terms/save/?code={code}")
    fill(client, "number-series/set", code="billing.invoice", prefix="R-", next_number=7, reason="from before")
    assert "R-000007" in page(client, "/number-series/")


def test_an_invoice_carries_logo_banks_and_texts(world: World) -> None:
    ctx = world.as_("masters")
    change_company(ctx, name="Brandt AG", address=["Hafen 1"], bank_accounts=[BankAccount(IBAN, "Commerzbank")])
    change_layout(ctx, languages=["en"], texts={"en": {"invoice": "Thank you.", "footer": "HRB 1234"}}, logo=png())
    item = world.item("pump", stock=10, cost=5, price=10)
    world.policy("billing.policy", trigger="ordered")
    world.confirm(world.quote(world.customer(), [(item, 1)]))
    world.bill()
    (number,) = world.rows("SELECT id FROM billing_invoice WHERE state = 'posted'")[0]
    with reading(ctx):
        _, content = invoice_pdf(ctx, number)
    assert content.startswith(b"%PDF")
    assert size_of(png()) == (4, 2)
