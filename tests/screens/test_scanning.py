"""The scanner on the floor: what is read counts, what is wrong counts nothing and says what was wanted and read."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.screens.signed_in import sign_in
from tests.world import D, World, new_world
from throughline.modules.catalog.public import PackagingInput
from throughline.modules.warehouse.domain.sscc import check_digit


def gtin(serial: int, level: str = "0") -> str:
    """Give a GTIN of fourteen digits; items are known to all companies, so each test has its own."""
    body = f"{level}952{serial:09d}"
    return body + str(check_digit(body))


_serials = count(7000)


@pytest.fixture
def world() -> World:
    return new_world()


class Picker:
    """Somebody with a scanner at the pick screen: every answer is the next question, with its hidden state."""

    def __init__(self, world: World, address: str = "/scan/pick/", person: str = "floor") -> None:
        self.client, self.address = sign_in(world, person), address
        self.page = self.client.get(address).content.decode()

    def _state(self) -> dict[str, str]:
        return dict(re.findall(r'name="(state-[^"]+)" value="([^"]*)"', self.page))

    def scan(self, code: str = "", **more: Any) -> str:
        """Scan a code; give the kind of the answer: ask, ok, bad or short."""
        answer = self.client.post(self.address, {**self._state(), "code": code, **more})
        self.page = answer.content.decode()
        return self.page.split('data-scan="')[1].split('"')[0]


@dataclass
class Story:
    """A pick of fourteen of lot L1 that waits at bin A-1, and the codes of its item and of a case of six."""

    world: World
    gtin: str
    case: str


@pytest.fixture
def story(world: World) -> Story:
    serial = next(_serials)
    one, case = gtin(serial), gtin(serial, "1")
    item = world.item("ball", price=10, gtin=one, packagings=(PackagingInput("case", D(6), gtin=case),))
    world.receive(item, 40, 3, lot_code="L1", expires_on=date(2027, 12, 31))
    world.release(world.order(world.customer(), [(item, 14)]))
    return Story(world, one, case)


def test_a_case_counts_as_many_pieces_as_it_holds(story: Story) -> None:
    picker = Picker(story.world)
    assert picker.scan("A-1") == "ok"
    assert picker.scan(f"01{story.case}") == "ok"
    assert "Right item, 6 counted" in picker.page
    assert picker.scan(f"(01){story.case}(10)L1") == "ok"
    assert "12 counted" in picker.page
    assert picker.scan(story.case) == "bad"
    assert "are too many" in picker.page
    assert picker.scan(story.gtin) == "ok"
    assert picker.scan(story.gtin) == "ok"
    assert "14" in picker.page
    assert "picked" in picker.page
    company = story.world.company_id
    done = story.world.rows("SELECT state, quantity_done FROM warehouse_task WHERE company_id = %s", company)
    assert done == [("done", 14)]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("01GTIN10L9", "You scanned lot L9; lot L1 is wanted"),
        ("01GTIN17250101" + "10L1", "Out of date"),
        ("01GTIN17281231" + "10L1", "Wrong expiry"),
        ("00395212340000000014", "That is a handling unit"),
        ("01952123454999610L1", "is wanted"),
        ("A-2", "Wrong bin"),
        ("NOPE", "You scanned NOPE"),
    ],
)
def test_what_is_wrong_counts_nothing(story: Story, code: str, said: str) -> None:
    picker = Picker(story.world)
    picker.scan("A-1")
    picker.scan(story.gtin)
    assert picker.scan(code.replace("GTIN", story.gtin)) == "bad"
    assert said in picker.page
    assert 'name="state-counted" value="1"' in picker.page


def test_the_bin_comes_first(story: Story) -> None:
    picker = Picker(story.world)
    assert picker.scan(story.gtin) == "bad"
    assert "Scan the bin first" in picker.page


def test_a_scan_while_a_reason_is_asked_is_a_scan_and_no_reason(story: Story) -> None:
    """Enter presses the first button of the form: it must read the code and not choose the first reason."""
    picker = Picker(story.world)
    picker.scan("A-1")
    picker.scan(action="short")
    first = picker.page.split('<button class="')[1].split(">")[0]
    assert 'value=""' in first
    assert picker.scan(story.gtin) == "ok"
