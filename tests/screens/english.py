"""Telling English from German on a page, with the catalogue as the dictionary.

A word is English when a text of ours holds it whose translation is another, and no translation of ours does. What
people and things are called is data, in whatever language, and is taken out first.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

from throughline.platform.database.statements import rows

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_PLACE = re.compile(r"\{\w+\}")
#: Names of permissions and addresses; numbers of documents, units of measure.
_DOTTED = re.compile(r"\b[a-z_]+(?:\.[a-z_]+)+\b|/[a-z/_{}.0-9-]+|\b\w+_\w+\b")
_CODE = re.compile(r"\b\w*\d\w*\b|\b[A-Z]{2,}[-_]?[A-Z0-9]*\b|\b(?:en|de|fr|nl|es|it)(?=[,.])")
#: Words that every catalogue has too few of to be told by: a text with one of them is English, whatever its others.
STOP = frozenset(
    [
        "the",
        "of",
        "and",
        "or",
        "with",
        "without",
        "for",
        "from",
        "into",
        "onto",
        "what",
        "which",
        "who",
        "whose",
        "when",
        "where",
        "than",
        "then",
        "that",
        "this",
        "these",
        "those",
        "is",
        "are",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "does",
        "did",
        "it",
        "its",
        "their",
        "your",
        "you",
        "nobody",
        "nothing",
        "every",
        "each",
        "only",
        "until",
        "since",
        "because",
        "yet",
        "still",
        "already",
        "again",
        "more",
        "less",
        "most",
        "least",
        "first",
        "last",
    ]
)
#: Keys and names that are the same in German.
SAME = frozenset({"enter"})
#: Where people write what they want.
TYPED = (
    ("parties_party", "name"), ("parties_address", "name"), ("parties_address", "city"),
    ("catalog_item", "name"), ("catalog_item", "code"), ("catalog_family", "name"), ("sales_order", "customer_po"),
    ("platform_user", "name"), ("platform_user", "username"), ("inventory_location", "code"), ("platform_role", "code"),
    ("platform_role", "name"),
    ("logistics_shipment", "carrier"), ("logistics_proof", "note"), ("logistics_loss", "reason"),
    ("warehouse_receipt", "reference"), ("catalog_substitute", "remark"), ("parties_customer", "block_reason"),
    ("parties_customer", "group"), ("sales_order", "closed_reason"), ("settlement_open_item", "dispute_reason"),
    ("settlement_payment", "number"), ("governance_approval", "reason"), ("governance_exception", "resolution"),
    ("returns_return", "reason"), ("pricing_contract", "name"), ("governance_policy_rule", "name"),
    ("inventory_lot", "code"), ("inventory_adjustment", "reason"), ("parties_carrier_service", "name"),
)  # fmt: skip


def catalogue(language: str) -> dict[object, object]:
    """Give the texts of a language with their translations."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=language) if message.id}


def typed(company: int) -> set[str]:
    """Give what people of a company call people and things, and wrote in their own words."""
    scoped = {
        table
        for (table,) in rows(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'company_id'", [], alias="owner"
        )
    }
    found: set[str] = set()
    for table, column in TYPED:
        where, values = ("company_id = %s OR company_id IS NULL", [company]) if table in scoped else ("true", [])
        found |= {name for (name,) in rows(f'SELECT "{column}" FROM {table} WHERE {where}', values, alias="owner")}
    lines = rows("SELECT jsonb_array_elements_text(lines) FROM parties_address", [], alias="owner")
    return {name for name in (*found, *(line for (line,) in lines)) if name}


class Dictionary:
    """Knows the English words of a catalogue that are no German ones, and what people call things."""

    def __init__(self, told: Mapping[object, object], names: Iterable[str]) -> None:
        """Learn from the texts of a catalogue with their translations, and from the names of a company."""
        ours: set[str] = set()
        theirs: set[str] = set()
        for text, translation in told.items():
            if text != translation:
                ours |= _words(text)
            theirs |= _words(translation)
        self.english = (ours - theirs) | STOP - SAME
        self.english -= SAME
        longest = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
        self.names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None

    def in_text(self, text: str) -> list[str]:
        """Give the English words of a text."""
        plain = _DOTTED.sub(" ", _PLACE.sub(" ", text))
        plain = self.names.sub(" ", plain) if self.names else plain
        return [word for word in _WORD.findall(_CODE.sub(" ", plain)) if word.lower() in self.english]


def _words(text: object) -> set[str]:
    forms = text if isinstance(text, tuple | list) else [text]
    return {word.lower() for form in forms for word in _WORD.findall(_PLACE.sub(" ", str(form)))}
