"""One thing leads on a screen: of several offered as first one is heard; sites stand in the same order everywhere."""

from dataclasses import dataclass
from decimal import Decimal as D

from throughline.platform.ui import Action, places
from throughline.platform.ui.formats import MISSING, weight
from throughline.platform.ui.offering import led_by_one


@dataclass(frozen=True)
class Site:
    id: int
    name: str


def test_the_first_primary_action_leads_and_no_other() -> None:
    offered = [Action("Open"), Action("Release", primary=True), Action("Confirm", primary=True)]
    assert [(one.label, one.primary) for one in led_by_one(offered)] == [
        ("Open", False),
        ("Release", True),
        ("Confirm", False),
    ]


def test_sites_of_a_board_keep_their_order_and_say_where_one_is() -> None:
    leeds, lyon = Site(2, "Leeds"), Site(1, "Lyon")
    shown = [(one.label, one.here) for one in places("release", lyon, [leeds])]
    assert shown == [("Leeds", False), ("Lyon", True)]
    assert places("release", lyon, [])[:1] == []  # one site alone asks for no choice


def test_weights_stand_below_each_other() -> None:
    assert [weight(D("0.85")), weight(D("1.231")), weight(None)] == ["0.850", "1.231", MISSING]
