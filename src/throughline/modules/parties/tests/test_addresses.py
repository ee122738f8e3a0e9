from throughline.modules.parties import testing
from throughline.modules.parties.public import AddressInput, addresses, customers, save_addresses, ship_tos
from throughline.platform.operations import Ctx, reading


def test_a_new_default_takes_the_place_of_the_old_one(ctx: Ctx) -> None:
    party = testing.customer(ctx)
    new = testing.address(
        ctx, party, "SOUTH", is_default=True, lines=("Gate 4", "Ramp B"), city="Ulm", postcode="89073"
    )
    with reading(ctx):
        assert customers(ctx, [party])[party].ship_to_id == new
        assert ship_tos(ctx, party)[0].id == new
        assert [address.is_default for address in ship_tos(ctx, party)] == [True, False]
        known = addresses([new])[new]
    assert (known.lines, known.city, known.party_id) == (["Gate 4", "Ramp B"], "Ulm", party)


def test_an_address_is_changed_by_its_code(ctx: Ctx) -> None:
    party = testing.customer(ctx, ship_to=False)
    first = testing.address(ctx, party, "NORTH", city="Kiel")
    assert testing.address(ctx, party, "NORTH", city="Bremen") == first
    with reading(ctx):
        assert addresses([first])[first].city == "Bremen"
        assert customers(ctx, [party])[party].ship_to_id is None, "no default unless one is named"


def test_refused_addresses_change_nothing_and_stop_no_other(ctx: Ctx) -> None:
    party = testing.customer(ctx, ship_to=False)
    good = AddressInput(party, "A", "ship_to", "Goods in", ("Dock 1",), "DE", is_default=True)
    outcomes = save_addresses(
        ctx,
        addresses=[
            good,
            AddressInput(party, "B", "ship_to", "Goods in", (), "DE", is_default=True),
            AddressInput(party, "C", "somewhere", "Goods in", (), "DE"),
            AddressInput(party, "D", "ship_to", "Goods in", ("x",) * 7, "DE"),
            AddressInput(999_999_999, "E", "ship_to", "Goods in", (), "DE"),
        ],
    )
    assert [outcome.code for outcome in outcomes] == [
        "",
        "two_defaults",
        "unknown_choice",
        "too_many_lines",
        "party_unknown",
    ]
    with reading(ctx):
        assert [address.code for address in ship_tos(ctx, party)] == ["A"]
