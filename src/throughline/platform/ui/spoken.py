"""Sentences that were written once and kept, read in the language of who reads: amounts grouped, dates in words.

What an operation says is stored as it was said (1234.50, 2026-12-01); here its figures take the reader's form.
"""

import re
from contextlib import suppress
from datetime import date

from throughline.platform.ui import formats

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_AMOUNT = re.compile(r"(?<![\w.,-])\d{4,}\.\d{2}(?![\w.]*\d)")


def spoken(sentence: str) -> str:
    """Give a kept sentence with its dates and amounts as the reader writes them."""
    return _AMOUNT.sub(lambda found: formats.money(found.group()), _DATE.sub(_day, sentence))


def _day(found: re.Match[str]) -> str:
    with suppress(ValueError):
        return formats.day(date.fromisoformat(found.group()), weekday=False)
    return found.group()
