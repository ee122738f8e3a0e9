"""Sentences in the language of who reads: known by the template from which they were said.

The catalogue holds each sentence of the source as a template with named places (`{code} is new and needs a name.`),
read from the syntax tree by `scripts/messages.py`. What an operation said, now or last year, is kept as it was said;
here its template is recognised, what stands in the places is taken out, and the translated template is filled with it.
Values take the reader's form: figures, days, and words of the product in them. What is no sentence of ours stays.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, to_locale

from throughline.platform.ui import formats

_PLACE = re.compile(r"\{(\w+)\}")
_LETTERS = re.compile(r"[A-Za-zäöüÄÖÜß]")
_GROUPED = re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\w.,]*\d)")
_AMOUNT = re.compile(r"(?<![\w.,-])\d+\.\d{1,6}(?![\w.,]*\d)")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
#: A figure, or the number of a document: what short templates may hold, as names of people and things do not.
_FIGURE = r"(?:[\d.,\s\u00a0\u2212\u2013%-]+|[\w./-]*\d[\w./-]*)"
_UNIT = r"\w{1,12}"
_BETWEEN = re.compile(r"(?<=[.;!?]) (?=[A-Z0-9])| · |: (?=[A-Z])")
#: What a paper says of people and things, which are called the same in every language.
NAMED = frozenset(
    {"name", "number", "closing", "footer", "logo", "quantity", "price", "code", "lines", "address", "bank", "sender",
     "to", "sscc", "party", "place", "lot", "where"}
)  # fmt: skip
#: Letters that a template needs of its own before anything may stand in its places; with fewer only figures do.
TELLING = 8
#: Letters of its own with which a template may begin instead.
OPENING = 4
#: Sentences that a text is put together of at most; a longer one is somebody's own.
MOST_PARTS = 12
#: Places that hold names and numbers of people and things, which are called the same in every language.
DATA = frozenset(
    {
        "name", "party_name", "item_code", "item_name", "code", "codes", "label", "number", "reason", "carrier",
        "login", "username", "person", "site", "place", "lot", "lot_code", "file_name", "called", "customer_po",
        "email",
    }
)  # fmt: skip
_BARE = re.compile(r"[\d\s.,:%+\u00a0\u2212-]*(?:[hmd]\b[\d\s\u00a0hmd]*)?")
_COUNTED = re.compile(r"([\d.,]+)[ \u00a0]([a-z]+(?: [a-z]+)?)")


@dataclass(frozen=True, slots=True)
class _Template:
    text: str
    key: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=8)
def _templates(language: str) -> Sequence[_Template]:
    """Give the templates of a catalogue, those with most words of their own first."""
    found: list[tuple[int, _Template]] = []
    for text in _texts(language):
        if not _PLACE.search(text):
            continue
        pieces = _PLACE.split(text)
        own = pieces[::2]
        letters = len(_LETTERS.findall("".join(own)))
        if not letters:
            continue
        begins_low = bool(pieces[0].strip()) and not pieces[0].lstrip(" ,")[:1].isupper()
        begins_long = len(_LETTERS.findall(pieces[0])) >= OPENING
        anything = ".*?" if letters >= TELLING or begins_low or begins_long else _FIGURE
        pattern = "".join(
            re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>{_filling(anything, pieces[place + 1], piece)})"
            for place, piece in enumerate(pieces)
        )
        found.append((letters, _Template(text, max(own, key=len), re.compile(pattern, re.DOTALL))))
    return [template for _, template in sorted(found, key=lambda pair: -pair[0])]


def _texts(language: str) -> list[str]:
    """Read the texts of the product's own catalogue."""
    found = []
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / to_locale(language) / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                messages = [message for message in read_mo(file) if message.id]
            found += [str(message.id) for message in messages if not isinstance(message.id, tuple | list)]
    return found


def _filling(anything: str, after: str, name: str) -> str:
    """Give the pattern of a place; where only a blank parts it from the next one it takes what it can: `3 rows`."""
    if anything == _FIGURE and name == "unit":
        return _UNIT
    return ".*" if after == " " and anything == ".*?" else anything


class Told(str):
    """A text that stands in the reader's language already."""

    __slots__ = ()


def tell(template: str, **values: Any) -> Told:
    """Say a sentence where it is made, in the reader's language: `tell("{count} of {code}", count=3, code="BALL")`.

    For what is short, or begins with what stands in a place: by its template such a text is not known again for sure.
    The template is written out in the call, where `scripts/messages.py` finds it. Values stand as they are given;
    words of the product among them are given `said`.
    """
    return Told(_ended(gettext(template).format_map({name: str(value) for name, value in values.items()})))


def tell_count(count: Any, one: str, many: str, **values: Any) -> Told:
    """Say how many: `tell_count(len(lines), "{count} line", "{count} lines")`; the language chooses the form."""
    shown = {"count": formats.number(count), **{name: str(value) for name, value in values.items()}}
    return Told(_ended(ngettext(one, many, int(count)).format_map(shown)))


def printed(words: Any, key: str = "") -> Any:
    """Give the words of a paper in the language that stands; names and numbers stay."""
    if isinstance(words, str):
        return words if key in NAMED else said(words)
    if isinstance(words, Mapping):
        return {name: printed(value, name) for name, value in words.items()}
    if isinstance(words, Sequence):
        return [printed(value, key) for value in words]
    return words


def said(words: Any) -> Any:
    """Give words and sentences of the product in the reader's language; data, and what no catalogue knows, stay."""
    if not isinstance(words, str) or not words or isinstance(words, Told):
        return words
    told = in_language(str(words), translation.get_language() or "en-gb")
    return words if told == words else told


def in_language(sentence: str, language: str) -> str:
    """Give a sentence of the product in a language, with its figures and days as the reader writes them."""
    if language.startswith("en") or not _LETTERS.search(sentence):
        return sentence
    return _told(sentence, language, formats.now().date())


@lru_cache(maxsize=8192)
def _told(sentence: str, language: str, today: date) -> str:
    """The day is part of the question: days of another year are written with it.

    What is kept is of the language asked for, whichever stands: papers and notices are told in that of their reader.
    """
    with translation.override(language):
        return _ended(_known(sentence, language, today) or _pieces(sentence, language, today))


def _known(sentence: str, language: str, today: date) -> str:
    """Give what the catalogue knows of a text: a word, a sentence, a template, a count; or nothing.

    What follows another sentence is kept with the blank before it, and what is filled into one without.
    """
    for text in (sentence, f" {sentence}"):
        known = gettext(text)
        if known != text:
            return known if text == sentence else known.lstrip()
    if sentence[:1].isupper() and (known := gettext(small := _small(sentence))) != small:
        return known[0].upper() + known[1:]
    if (counted := _COUNTED.fullmatch(sentence)) and (told := gettext(counted[2])) != counted[2]:
        return f"{figures(counted[1])} {told}"
    if " " not in sentence.strip():
        return ""
    return _matched(sentence, language, today) or _matched(f" {sentence}", language, today).lstrip()


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _matched(sentence: str, language: str, today: date) -> str:
    """Fill the translated template of a sentence, if it has one."""
    for template in _templates(language):
        if template.key in sentence and (match := template.pattern.fullmatch(sentence)):
            values = {name: _value(name, text, language, today) for name, text in match.groupdict().items()}
            return _filled(gettext(template.text), values)
    return ""


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Put values into their places."""
    return _PLACE.sub(lambda place: values.get(place[1], ""), template)


def _ended(told: str) -> str:
    """A day that ends with a point ends the sentence too."""
    return told.replace("..", ".") if ".." in told and "..." not in told else told


def _pieces(sentence: str, language: str, today: date) -> str:
    """Tell what was put together of several sentences, the longest known run of them first."""
    parts, between = _BETWEEN.split(sentence), _BETWEEN.findall(sentence)
    if len(parts) == 1:
        return _listed(sentence, language, today) or sentence
    if len(parts) > MOST_PARTS:
        return sentence
    told, begin = "", 0
    while begin < len(parts):
        for end in range(len(parts), begin, -1):
            run = "".join(part + (between[n] if n < end - 1 else "") for n, part in enumerate(parts[begin:end], begin))
            known = _known(run, language, today) or (_listed(run, language, today) if end == begin + 1 else "")
            if known or end == begin + 1:
                told += known or run
                break
        told += between[end - 1] if end <= len(between) else ""
        begin = end
    return told


def _listed(text: str, language: str, today: date) -> str:
    """Tell what is listed with commas, if every part is a word of ours or a figure."""
    end = "." if text.endswith(".") else ""
    parts = text.removesuffix(".").split(", ")
    if not 1 < len(parts) <= MOST_PARTS:
        return ""
    told = [_known(part, language, today) or (part if _BARE.fullmatch(part) else "") for part in parts]
    return ", ".join(told) + end if all(told) else ""


def _value(name: str, text: str, language: str, today: date) -> str:
    """Give what stands in a place: words of the product are told, data stay, figures take the reader's form."""
    if name.rstrip("_0123456789") in DATA:
        return text
    if " " in text.strip() and (told := _told(text, language, today)) != text:
        return told
    if ", " in text:
        return ", ".join(_value(name, part, language, today) for part in text.split(", "))
    told = gettext(text) if text and _LETTERS.search(text) else text
    return told if told != text else figures(text)


def figures(text: str) -> str:
    """Write the figures and days of a kept text as the reader does."""
    told = _DATE.sub(_day, text)
    told = _GROUPED.sub(lambda found: _number(found.group().replace(",", "")), told)
    return _AMOUNT.sub(lambda found: _number(found.group()), told)


def _number(plain: str) -> str:
    value = Decimal(plain)
    digits = -int(value.as_tuple().exponent)
    return formats.money(value) if digits == 2 else formats.quantity(value)


def _day(found: re.Match[str]) -> str:
    with suppress(ValueError):
        return formats.day(date.fromisoformat(found.group()), weekday=False)
    return found.group()
