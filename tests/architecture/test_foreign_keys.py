"""Foreign keys point down the tiers too.

import-linter does not see a key that names its target in a string, so this holds keys to the same
list of tiers, read from the same place.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import PROTECT, Field

ROOT = Path(__file__).resolve().parents[2]
BELOW_MODULES = ("kernel", "platform", "governance")
PREFIX = "throughline."


def test_foreign_keys_point_down() -> None:
    height = heights()
    wrong = [described for field, here, there, described in keys() if here != there and height[there] >= height[here]]
    assert wrong == []


def test_foreign_keys_between_modules_protect_and_leave_no_reverse_name() -> None:
    wrong = [
        described
        for field, here, there, described in keys()
        if here != there and (field.remote_field.on_delete is not PROTECT or not field.remote_field.hidden)
    ]
    assert wrong == []


def test_every_application_of_ours_stands_on_a_tier() -> None:
    height = heights()
    ours = {place(config.name) for config in apps.get_app_configs() if is_ours(config.name)}
    assert ours - set(height) == set()


def heights() -> dict[str, int]:
    """Give each application's height: modules by their contract, the rest around them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    tiers = next(c for c in settings["contracts"] if c["name"].startswith("Modules sit on tiers"))
    height = {name: level for level, name in enumerate(BELOW_MODULES)}
    for level, tier in enumerate(reversed(tiers["layers"]), start=len(height)):
        for name in tier.split("|"):
            height[name.strip(" ()")] = level
    top = max(height.values())
    return height | {"flows": top + 1, "web": top + 2, "cli": top + 3}


def keys() -> Iterator[tuple[Any, str, str, str]]:
    """Every foreign key from one of our tables to another: field, both places, and its name."""
    for model in apps.get_models(include_auto_created=True):
        if not is_ours(model.__module__):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or field.related_model is None:
                continue
            target: Any = field.related_model
            if is_ours(target.__module__):
                here, there = place(model.__module__), place(target.__module__)
                yield field, here, there, f"{model._meta.label}.{field.name} -> {there}"


def is_ours(dotted: str) -> bool:
    return dotted.startswith(PREFIX)


def place(dotted: str) -> str:
    """Give the tier's name: `throughline.modules.sales.models.order` -> sales."""
    parts = dotted.removeprefix(PREFIX).split(".")
    return parts[1] if parts[0] == "modules" else parts[0]
