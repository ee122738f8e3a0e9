"""Sentences that were written once and kept, read in the language of who reads: amounts grouped, dates in words.

What an operation says is stored as it was said (1234.50, 2026-12-01); here its figures take the reader's form.
"""

import re
from contextlib import suppress
from datetime import date

from django.utils import translation

from throughline.platform.ui import formats
from throughline.platform.ui.sentences import in_language

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_AMOUNT = re.compile(r"(?<![\w.,-])\d{4,}\.\d{2}(?![\w.]*\d)")


def spoken(sentence: str) -> str:
    """Give a kept sentence in the reader's language, with its dates and amounts as the reader writes them."""
    told = in_language(sentence, translation.get_language() or "en-gb")
    return _AMOUNT.sub(lambda found: formats.money(found.group()), _DATE.sub(_day, told))


def _day(found: re.Match[str]) -> str:
    with suppress(ValueError):
        return formats.day(date.fromisoformat(found.group()), weekday=False)
    return found.group()
