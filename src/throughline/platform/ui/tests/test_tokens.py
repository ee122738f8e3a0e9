"""The style sheet keeps its promises: contrast of every pair, icons that exist, nothing from outside."""

import re
from pathlib import Path

import pytest

import throughline.platform
from throughline.platform.ui.sections import spark

PLATFORM = Path(throughline.platform.__file__).parent
STYLES = PLATFORM / "static" / "throughline"
TEMPLATES = PLATFORM / "templates" / "ui"
GROUNDS = ("canvas", "surface", "sunken", "raised", "hover", "select")


def _tokens(dark: bool) -> dict[str, str]:
    css = (STYLES / "throughline.css").read_text(encoding="utf-8")
    found = re.findall(r"--tl-([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    return {name: pair[dark] for name, *pair in found}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours as WCAG computes it."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", ["ink", "ink-2", "ink-3", "accent", "good", "warn", "stop"])
def test_text_is_readable_on_every_ground(text: str, dark: bool) -> None:
    tokens = _tokens(dark)
    for ground in GROUNDS:
        assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("tone", ["good", "warn", "stop"])
def test_tones_are_readable_on_their_own_ground(tone: str, dark: bool) -> None:
    tokens = _tokens(dark)
    assert contrast(tokens[tone], tokens[f"{tone}-soft"]) >= 4.5
    assert contrast(tokens["ink"], tokens[f"{tone}-soft"]) >= 4.5
    assert contrast(tokens[f"{tone}-fill"], tokens["surface"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_controls_have_an_edge_that_is_seen(dark: bool) -> None:
    tokens = _tokens(dark)
    assert contrast(tokens["edge"], tokens["surface"]) >= 3
    assert contrast(tokens["accent-fill"], tokens["surface"]) >= 3


def test_every_icon_that_templates_name_is_in_the_sprite() -> None:
    sprite = (TEMPLATES / "sprite_icons.html").read_text(encoding="utf-8")
    known = set(re.findall(r'id="i-([\w-]+)"', sprite))
    named = set()
    for template in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8")))
    assert named <= known


def test_templates_hold_no_script_and_nothing_from_outside() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]* src=)", text), template
        assert not re.search(r"\son[a-z]+=\"", text), template
        assert not re.search(r"(?:src|href)=\"https?:", text), template
        assert all(part.startswith("--") for part in re.findall(r'style="([^"]*)"', text)), template


def test_a_spark_line_stays_in_its_band() -> None:
    line = spark([1, 5, 3], 6)
    heights = [float(point.split(",")[1]) for point in line.points.split()]
    assert all(2 <= height <= 28 for height in heights)
    assert line.target == "2.0"
    assert spark([4, 4], None).target is None
