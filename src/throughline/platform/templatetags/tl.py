"""What templates of the screen kit say: icons, status, values, numbers and dates. Load with `{% load tl %}`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughline.platform.operations import Ctx
from throughline.platform.ui import bulk_view, formats, markup, offering, sentences
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.values import Action, Column, Kind, Status, read

register = template.Library()

register.simple_tag(markup.icon, name="icon")
register.simple_tag(markup.shape, name="shape")
register.simple_tag(markup.row_cells, name="row_cells")
register.simple_tag(markup.why_html, name="why")
register.filter("status", markup.status_html)
register.filter("chip", markup.chip_html)
register.filter("money", formats.money)
register.filter("price", formats.price)
register.filter("quantity", formats.quantity)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("day", formats.day)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)
register.filter("occurred", formats.occurred)
register.filter("age", formats.age)
register.filter("entered", formats.entered)
register.filter("t", sentences.said)


@register.simple_tag
def value(shown: Any, kind: Kind = "text", unit: str = "", label: str = "") -> SafeString:
    """Show a value of a kind."""
    return markup.value_html(shown, kind, unit, label)


@register.simple_tag
def mini(cells: Any, label: str) -> SafeString:
    """Draw the small throughline."""
    return markup.mini_html(cells, label)


@register.simple_tag
def say(template: str, **values: Any) -> str:
    """Say a sentence with named places in the reader's language: `{% say "{count} more" count=3 %}`."""
    return translation.gettext(template).format_map({name: str(value) for name, value in values.items()})


@register.simple_tag
def bulk_words(bulk: Bulk) -> SafeString:
    """Give what a bulk button says of one row and of several, as attributes for the script that counts them."""
    one, many = (bulk_view.phrased(bulk, f"{{count}} {bulk_view.nouns(bulk.noun, count)}") for count in (1, 2))
    return format_html('data-one="{}" data-many="{}"', one, many)


#: What scripts say by `tlSay`; the page brings it along in the reader's language.
SCRIPTS = (
    "{count} selected", "{phrase}…", "{at} of {count} in “{view}”", "Line removed", "Taken",
    "Undo paste", "Rows pasted: {count}", "Sending {count}", "Online", "Offline, {count} kept", "Not kept: no answer",
    "Something broke on our side. Nothing was changed.", "No answer. Check the connection and repeat.",
    "The server did not answer as expected; try again.", "Nothing was chosen, or it took too long. Try again.",
)  # fmt: skip


@register.simple_tag
def script_words() -> str:
    """Give the words of scripts as JSON, those that are said otherwise in the reader's language."""
    told = {word: translation.gettext(word) for word in SCRIPTS}
    return json.dumps({word: text for word, text in told.items() if text != word}, ensure_ascii=False)


@register.filter
def offered(actions: Sequence[Action], ctx: Ctx) -> list[Action]:
    """Give the actions that are this reader's to open."""
    return offering.offered_of(actions, ctx)


@register.filter
def share(number: Any) -> str:
    """Write a share for a CSS variable: 0.304."""
    return f"{max(0.0, min(1.0, float(number or 0))):.3f}".rstrip("0").rstrip(".")


@register.filter
def head_class(column: Column) -> str:
    """Give the classes of a column's head."""
    return markup.cell_classes(column).replace("code", "").replace("dim", "").replace("cut", "").strip()


@register.filter
def tone_class(tone: str) -> str:
    """Give the text class of a tone."""
    return {"accent": "acc", "good": "good", "warn": "warn", "stop": "stop"}.get(tone, "")


@register.filter
def status_shape(status: Status) -> SafeString:
    """Draw only the shape of a status."""
    return markup.shape(status.shape, status.tone)


@register.filter
def all_of(mapping: Mapping[str, Sequence[str]], key: str) -> Sequence[str]:
    """Take all values of a filter."""
    return mapping.get(key, ())


@register.filter
def one_of(mapping: Mapping[str, Sequence[str]], key: str) -> str:
    """Take the first value of a filter, or nothing."""
    return next(iter(mapping.get(key, ())), "")


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """Take a value from a mapping or an object by a name held in a variable."""
    return read(mapping, str(key))
