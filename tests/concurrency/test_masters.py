"""Of several who enter a new master under one code at the same moment one is taken, and so it is with changes."""

from collections.abc import Callable

import pytest
from stdnum import ean

from tests.concurrency.processes import at_once
from tests.world import World, new_world
from throughline.kernel.errors import DomainError
from throughline.modules.catalog.public import FamilyInput, ItemInput, save_families, save_items
from throughline.modules.parties.public import CarrierServiceInput, save_carrier_services
from throughline.platform.operations import Outcomes


@pytest.fixture
def world() -> World:
    return new_world()


def told(save: Callable[[], Outcomes]) -> str:
    """Save, and give what came of it: done, or the code of the refusal."""
    try:
        outcome = save().only()
    except DomainError as error:
        return error.code
    return str(outcome.status)


def test_no_code_has_a_second_key(world: World) -> None:
    """Who is slower waits at the key that the statement names; at another one he would be told of a duplicate."""
    assert (
        world.rows(
            """SELECT exact.indexrelid::regclass::text FROM pg_index exact JOIN pg_index capitals USING (indrelid)
               JOIN pg_attribute a ON a.attrelid = exact.indrelid AND a.attnum = exact.indkey[exact.indnatts - 1]
               WHERE exact.indisunique AND exact.indexprs IS NULL AND capitals.indisunique
                 AND pg_get_expr(capitals.indexprs, capitals.indrelid) LIKE 'upper((' || a.attname || ')%%'"""
        )
        == []
    )


@pytest.mark.slow
def test_one_of_several_new_families_takes_the_code(world: World) -> None:
    code = f"F{world.company_id}"

    def enter(name: str, version: int) -> Outcomes:
        return save_families(world.as_("masters"), families=[FamilyInput(code, name, version=version)])

    answers = at_once([lambda n=name: (n, told(lambda: enter(n, 0))) for name in ("A", "B", "C", "D")])
    assert sorted(answer for _, answer in answers) == ["code_taken", "code_taken", "code_taken", "done"]
    (winner,) = [name for name, answer in answers if answer == "done"]
    assert world.rows("SELECT name, version FROM catalog_family WHERE code = %s", code) == [(winner, 1)]
    answers = at_once([lambda n=name: (n, told(lambda: enter(n, 1))) for name in ("E", "F", "G")])
    assert sorted(answer for _, answer in answers) == ["done", "stale_version", "stale_version"]
    (winner,) = [name for name, answer in answers if answer == "done"]
    assert world.rows("SELECT name, version FROM catalog_family WHERE code = %s", code) == [(winner, 2)]


@pytest.mark.slow
def test_one_of_several_new_items_takes_the_gtin_and_the_others_are_told_by_whom(world: World) -> None:
    digits = f"29{world.company_id:010d}"
    number = digits + ean.calc_check_digit(digits)

    def enter(code: str) -> Outcomes:
        return save_items(world.as_("masters"), items=[ItemInput(code, f"Item {code}", gtin=number)])

    codes = [f"G{world.company_id}-{letter}" for letter in "ABC"]
    answers = at_once([lambda c=code: (c, told(lambda: enter(c))) for code in codes])
    assert sorted(answer for _, answer in answers) == ["done", "gtin_taken", "gtin_taken"]
    (winner,) = [code for code, answer in answers if answer == "done"]
    assert world.rows("SELECT code FROM catalog_item WHERE gtin = %s", number) == [(winner,)]


@pytest.mark.slow
def test_sets_in_opposite_order_pass_or_are_refused_whole(world: World) -> None:
    """Two write the same services the other way round: nobody waits for the other for ever, nothing is half written."""
    codes = [f"S{number}" for number in range(8)]

    def enter(carrier: str, ordered: list[str]) -> Outcomes:
        services = [CarrierServiceInput(code, carrier, "Parcel", version=0) for code in ordered]
        return save_carrier_services(world.as_("masters"), services=services)

    def done(carrier: str, ordered: list[str]) -> int:
        try:
            return len(enter(carrier, ordered).done)
        except DomainError:
            return 0

    answers = at_once([lambda: done("DPD", codes), lambda: done("UPS", codes[::-1])])
    assert sorted(answers) == [0, 8]
    carriers = world.rows(
        "SELECT carrier, count(*) FROM parties_carrier_service WHERE company_id = %s GROUP BY 1", world.company_id
    )
    assert len(carriers) == 1
