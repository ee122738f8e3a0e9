"""The throughline: what the server gives is what the template draws."""

from typing import get_args

from django.template.loader import render_to_string

from throughline.platform.ui.gallery_samples import DROP_SHIP, HELD, PAID, PURCHASE
from throughline.platform.ui.line import STATIONS, Flag, Leg, Station, Throughline, mini
from throughline.platform.ui.markup import mini_html, shape, status_html
from throughline.platform.ui.values import Shape, octagon


def _drawn(line: Throughline) -> str:
    return render_to_string("ui/throughline.html", {"line": line})


def test_every_station_says_name_state_share_and_money_in_words() -> None:
    html = _drawn(HELD)
    assert html.count('class="tl-st ') == len(STATIONS)
    assert "Shipped</a>" in html
    assert "30 %" in html
    assert ", stopped, EUR" in html
    assert "13,297.80" in html
    assert 'aria-label="Throughline of SO-104872"' in html


def test_bands_account_for_shares_and_are_hidden_from_readers() -> None:
    html = _drawn(HELD)
    assert '<span class="leg" aria-hidden="true"><i class="pass" style="--v:0.304"></i><i class="held"' in html
    assert html.count("--v:0.06") == 1


def test_two_flags_at_most_hang_under_a_station() -> None:
    flags = [Flag("stop", f"Hold {number}", ["why", "who", "never shown"]) for number in range(4)]
    line = Throughline("Held.", "octagon", "", [Station("Shipped", "held", flags=flags)])
    html = _drawn(line)
    assert html.count('class="tl-flag stop"') == 2
    assert "2 more" in html
    assert "never shown" not in html


def test_a_station_may_be_skipped_and_a_line_may_have_seven() -> None:
    assert "not used" in _drawn(DROP_SHIP)
    assert "tl-n7" in _drawn(PURCHASE)
    assert not PAID.needs_key
    assert HELD.needs_key


def test_what_is_typed_by_people_is_escaped() -> None:
    line = Throughline("<b>x</b>", "ring", "", [Station("<i>", "none", flags=[Flag("warn", "<script>", ["<u>"])])])
    assert "<script>" not in _drawn(line)
    assert "&lt;script&gt;" in _drawn(line)


def test_the_small_form_shows_where_it_stops() -> None:
    small = mini(HELD)
    assert [cell.state for cell in small.cells] == ["", "", "", "late", "held", "", "", ""]
    html = mini_html(small.cells, small.label)
    assert html.count("<i") == 8
    assert 'class="h"' in html
    assert 'aria-label="Stopped at Shipped' in html


def test_a_leg_out_of_range_stays_within_the_band() -> None:
    line = Throughline("x", "half", "", [Station("Quoted", "part", 1.4, legs=[Leg("pass", 1.4)])])
    assert "--v:1;" in _drawn(line) or '--v:1"' in _drawn(line)


def test_each_shape_has_a_tone_and_a_symbol() -> None:
    for kind in get_args(Shape):
        assert "#i-sh-" in shape(kind)
    assert "Credit hold, ship" in status_html(octagon("Credit hold, ship"))
