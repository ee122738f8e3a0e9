from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.modules.catalog import testing
from throughline.modules.catalog.public import (
    CustomerItemInput,
    FamilyInput,
    ItemInput,
    ItemMatch,
    PackagingInput,
    find_items,
    items,
    packagings,
    resolve,
    save_customer_items,
    save_families,
    save_items,
    set_item_state,
)
from throughline.modules.parties import testing as parties
from throughline.platform.database.statements import observed
from throughline.platform.operations import Ctx

Events = Callable[[str], list[dict[str, Any]]]
_gtins = count(uuid4().int % 10**11)


def gtin() -> str:
    """Give a GTIN that no other test has."""
    digits = f"{next(_gtins) % 10**12:012d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str(-(odd + 3 * even) % 10)


@pytest.fixture
def given() -> ItemInput:
    return ItemInput(f"Art-{uuid4().hex[:12]}", "Hex bolt M8", packagings=(PackagingInput("box", Decimal(12)),))


def saved(ctx: Ctx, item: ItemInput) -> int:
    return save_items(ctx, items=[item]).only().document or 0


def test_an_item_is_counted_in_its_stock_unit_and_its_packagings(ctx: Ctx, given: ItemInput) -> None:
    number = saved(ctx, given)
    units = packagings([number])
    assert {code: unit.factor for (_, code), unit in units.items()} == {"ea": Decimal(1), "box": Decimal(12)}
    known = items([number])[number]
    assert (known.code, known.state, known.stock_unit, known.family_code) == (given.code, "active", "ea", "")


def test_saving_takes_the_same_statements_for_one_and_for_many(ctx: Ctx, given: ItemInput) -> None:
    def statements(number: int) -> int:
        seen: list[str] = []
        with observed(seen.append):
            save_items(ctx, items=[replace(given, code=uuid4().hex) for _ in range(number)])
        return len(seen)

    assert statements(1) == statements(100)


def test_a_known_item_is_changed_and_keeps_what_is_not_named(ctx: Ctx, given: ItemInput) -> None:
    number = saved(ctx, given)
    set_item_state(ctx, items=[number], state="phase_out")
    family = testing.family(ctx)

    again = saved(ctx, replace(given, code=given.code.upper(), name="Bolt", family=family.lower(), packagings=()))

    known = items([number])[number]
    assert again == number
    assert (known.name, known.code, known.family_code, known.state) == ("Bolt", given.code, family, "phase_out")
    assert (number, "box") in packagings([number])


@pytest.mark.parametrize("change", [{"stock_unit": "m"}, {"unit_decimals": 2}, {"lot_tracked": True}])
def test_what_quantities_are_counted_in_is_fixed_once_in_use(
    ctx: Ctx, given: ItemInput, change: dict[str, Any]
) -> None:
    number = saved(ctx, given)
    outcome = save_items(ctx, items=[replace(given, packagings=(), name="Other", **change)])[0]
    assert (outcome.status, outcome.code) == ("refused", "item_in_use")
    assert items([number])[number].name == given.name

    draft = saved(ctx, replace(given, code=uuid4().hex, state="draft"))
    save_items(ctx, items=[replace(given, code=items([draft])[draft].code, packagings=(), **change)]).only()


def test_one_bad_item_does_not_stop_the_others(ctx: Ctx, given: ItemInput) -> None:
    outcomes = save_items(
        ctx,
        items=[
            given,
            replace(given, code=given.code.upper()),
            replace(given, code=uuid4().hex, family="never"),
            replace(given, code=uuid4().hex, gtin="123"),
            replace(given, code=uuid4().hex),
        ],
    )
    assert [outcome.code for outcome in outcomes] == ["", "twice", "family_unknown", "gtin_invalid", ""]
    assert len(outcomes.done) == 2


def test_a_gtin_names_one_thing(ctx: Ctx, given: ItemInput) -> None:
    number, other = gtin(), gtin()
    saved(ctx, replace(given, gtin=number, packagings=(PackagingInput("box", Decimal(12), other),)))
    rival = replace(given, code=uuid4().hex, packagings=())
    first, second, third = save_items(
        ctx,
        items=[
            replace(rival, gtin=other),
            replace(rival, code=uuid4().hex, packagings=(PackagingInput("bag", Decimal(5), "0" + number),)),
            replace(given, gtin=number, packagings=()),
        ],
    )
    assert (first.code, second.code, third.status) == ("gtin_taken", "gtin_taken", "done")


def test_what_was_changed_meanwhile_is_not_overwritten(ctx: Ctx, given: ItemInput) -> None:
    number = saved(ctx, given)
    saved(ctx, replace(given, name="Theirs", version=1))
    assert save_items(ctx, items=[replace(given, name="Mine", version=1)])[0].code == "stale_version"
    assert items([number])[number].name == "Theirs"


def test_saving_needs_permission_and_duty(ctx: Ctx, given: ItemInput) -> None:
    for denied in (replace(ctx, permissions=frozenset()), replace(ctx, duties=frozenset())):
        with pytest.raises(NotAllowed):
            save_items(denied, items=[given])
    assert resolve([given.code]) == {}


def test_codes_resolve_in_the_order_customer_own_gtin(ctx: Ctx, given: ItemInput) -> None:
    party = parties.customer(ctx)
    single, boxed = gtin(), gtin()
    number = saved(ctx, replace(given, gtin=single, packagings=(PackagingInput("box", Decimal(12), boxed),)))
    theirs = testing.item(ctx)
    testing.customer_item(ctx, party, theirs, given.code.lower())

    asked = [given.code.upper(), single, "0" + boxed, "nothing"]
    assert resolve(asked) == {
        given.code.upper(): ItemMatch(number, "ea"),
        single: ItemMatch(number, "ea"),
        "0" + boxed: ItemMatch(number, "box"),
    }
    assert resolve(asked, party)[given.code.upper()] == ItemMatch(theirs, "ea")


def test_items_are_found_by_the_beginning_of_code_or_name_and_by_gtin(ctx: Ctx, given: ItemInput) -> None:
    number = gtin()
    word = uuid4().hex
    item = saved(ctx, replace(given, name=f"Ölfilter {word}", gtin=number))
    for text in (given.code[:14].lower(), f"ÖLFILTER {word[:12]}", number):
        assert [found.id for found in find_items(text)] == [item]
    assert find_items(word) == []


def test_states_are_announced_for_those_that_moved(ctx: Ctx, events: Events) -> None:
    first, second = testing.items(ctx, 2)
    draft = testing.item(ctx, state="draft")
    set_item_state(ctx, items=[second], state="blocked", reason="recall")

    outcomes = set_item_state(ctx, items=[first, second, draft, 999_999_999], state="blocked", reason="recall")

    assert [outcome.status for outcome in outcomes] == ["done", "skipped", "done", "refused"]
    assert events("catalog.item_states_changed.1")[-1] == {
        "item_ids": [first, draft],
        "state": "blocked",
        "reason": "recall",
    }
    assert items([first])[first].state == "blocked"


def test_a_state_that_cannot_be_reached_is_refused(ctx: Ctx, events: Events) -> None:
    draft = testing.item(ctx, state="draft")
    assert set_item_state(ctx, items=[draft], state="phase_out")[0].code == "wrong_state"
    with pytest.raises(InvalidInput, match="cannot be set"):
        set_item_state(ctx, items=[draft], state="draft")
    assert items([draft])[draft].state == "draft"
    assert events("catalog.item_states_changed.1") == []


def test_families_make_a_tree(ctx: Ctx) -> None:
    top, below = uuid4().hex[:20], uuid4().hex[:20]
    outcomes = save_families(ctx, families=[FamilyInput(below, "Bolts", top), FamilyInput(top, "Fasteners")])
    assert not outcomes.refused
    assert save_families(ctx, families=[FamilyInput(top, "Fasteners", below)])[0].code == "family_circular"
    assert save_families(ctx, families=[FamilyInput(uuid4().hex[:20], "x", "never")])[0].code == "family_unknown"


def test_a_customers_number_names_one_item_at_a_time(ctx: Ctx) -> None:
    party = parties.customer(ctx)
    first, second = testing.items(ctx, 2)
    testing.customer_item(ctx, party, first, "K-1")
    testing.customer_item(ctx, party, second, "k-1")
    assert resolve(["K-1"], party) == {"K-1": ItemMatch(second, "ea")}
    outcomes = save_customer_items(
        ctx,
        customer_items=[
            CustomerItemInput(party, "K-2", 999_999_999),
            CustomerItemInput(999_999_999, "K-2", first),
            CustomerItemInput(party, "", first),
        ],
    )
    assert [outcome.code for outcome in outcomes] == ["item_unknown", "party_unknown", "missing"]


@pytest.mark.slow
def test_ten_thousand_items_are_saved_within_seconds(ctx: Ctx, given: ItemInput) -> None:
    stem = uuid4().hex[:12]
    many = [replace(given, code=f"{stem}-{number}") for number in range(10_000)]
    assert len(save_items(ctx, items=many).done) == 10_000
