#!/usr/bin/env python3
"""What has to be said in every language: the words of templates and declarations, read from the source.

`python scripts/messages.py` brings the catalogues of src/throughline/locale up to date: new words come in untranslated,
known ones keep their translation, gone ones go; then it compiles them. A test fails while a word has no translation.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sentences import SILENT, meanings, sentences

SOURCE = Path(__file__).resolve().parent.parent / "src" / "throughline"
LANGUAGES = ("de",)


def plural(noun: str, count: int) -> str:
    """Give a noun for a count as screens do."""
    if count == 1:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


TEMPLATES = (
    "platform/templates/ui", "governance/templates", "modules/integrations/templates", "modules/logistics/templates",
    "modules/documents/templates", "modules/sales/templates",
)  # fmt: skip
#: Calls whose arguments at these places are words for people.
PLACES: dict[str, tuple[int, ...]] = {
    "Column": (1,), "Field": (1,), "Filter": (1,), "View": (1,), "Tab": (1,), "Action": (0,), "Fact": (0,),
    "Pair": (0,), "Pairs": (0,), "Grid": (0,), "Timeline": (0,), "Documents": (0,), "Tile": (0,), "QueueGroup": (0,),
    "Empty": (0, 1), "Bulk": (1,), "Group": (0,), "ring": (0,), "half": (0,), "disc": (0,), "triangle": (0,),
    "octagon": (0,), "ScanAction": (1,), "Panel": (0,), "Meter": (0,),
    "Feedback": (1, 2), "Finding": (1, 2),
}  # fmt: skip
NAMED = frozenset(
    {
        "title",
        "submit_label",
        "help",
        "calm",
        "money_label",
        "phone",
        "empty",
        "label",
        "rows_label",
        "place_label",
        "quantity_label",
    }
)
#: Words that stand in places of sentences, or are put together: nouns for counts, states, verbs.
NOUNS = (
    "row", "order", "shipment", "unit", "line", "task", "bin", "item", "customer", "invoice", "quote", "payment",
    "hold", "document", "place", "file", "note", "exception", "event", "day", "piece",
    "person", "token", "role", "adjustment",
    "receipt", "return", "transfer", "release", "entry", "delivery", "load", "policy", "view", "pick", "move", "price",
)  # fmt: skip
SAID = (
    "Best match", "Do", "Go to", "Notes and files", "choose one", "tick them", *NOUNS,
    *(plural(noun, 2) for noun in NOUNS),
    "confirm", "allocate", "release", "ship", "bill", "purchase", "pay", "amend", "warehouse", "sales", "transport",
    "billing", "payments", "stock", "system", "credit", "pricing", "shipping", "receiving", "purchasing", "payment",
    "administration", "posting", "this token", "all programs of your company", "active", "phased_out", "blocked",
    "done", "open", "closed", "cancelled", "imported", "undone", "check", "commit", "undo", "mapped", "checked",
    "Credit hold", "Margin hold", "Discount hold", "Price hold", "Customer PO hold", "Manual hold", "Terms hold",
    "Supply hold", "Customer block hold", "Minimum hold", "Date hold", "Item state hold", "Duplicate hold",
    "pick line", "pick lines", "address", "addresses", "working day", "working days", "order line", "order lines",
    "carrier", "carriers", "carton", "box", "is", "from", "to", "before", "contains", "begins with", "of", "terms",
    "account", "accounts", "rate", "rates", "place with goods", "places with goods", "open item", "open items",
    "VAT standard", "VAT reduced", "VAT zero", "on",
    "running", "undoing", "uploaded", "released", "refused", "held", "yes", "no", "price", "margin", "discount",
)  # fmt: skip
_IN_PAPER = re.compile(r'(?<!a)\bt\("([^"]+)"\)')
_IN_SCRIPT = re.compile(r"tlSay\(([^)]*)\)")
_QUOTED = re.compile(r'"([^"]+)"')
_IN_TEMPLATE = re.compile(r"""(?:\{\{\s*|default:)"([^"]+)"\s*\|t\b|\{\{\s*'([^']+)'\s*\|t\b|\{%\s*say\s+"([^"]+)\"""")


def words() -> dict[str, str]:
    """Give every message with the file where it stands first, in the order of the files."""
    found: dict[str, str] = {}
    for word, place in (*_of_templates(), *_of_scripts(), *_of_papers(), *_of_source()):
        found.setdefault(word, place)
    for word in SAID:
        found.setdefault(word, "said")
    for word in _navigation():
        found.setdefault(word, "navigation")
    return found


def _of_templates() -> Iterator[tuple[str, str]]:
    for place in TEMPLATES:
        for file in sorted((SOURCE / place).rglob("*.html")):
            for word in map("".join, _IN_TEMPLATE.findall(file.read_text())):
                yield word, str(file.relative_to(SOURCE))


def _of_scripts() -> Iterator[tuple[str, str]]:
    for file in sorted((SOURCE / "platform/static/throughline").glob("*.js")):
        for call in _IN_SCRIPT.findall(file.read_text()):
            for word in _QUOTED.findall(call):
                yield word, str(file.relative_to(SOURCE))


def _of_papers() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("*.typ")):
        for word in _IN_PAPER.findall(file.read_text()):
            yield word, str(file.relative_to(SOURCE))


def _of_source() -> Iterator[tuple[str, str]]:
    for file, place in speaking():
        tree = ast.parse(file.read_text())
        for word in (*_declared(tree), *sentences(tree), *meanings(tree)):
            yield word, place


def speaking() -> Iterator[tuple[Path, str]]:
    """Give the files that speak to people, with their places."""
    for file in sorted(SOURCE.rglob("*.py")):
        place = str(file.relative_to(SOURCE))
        parts = file.relative_to(SOURCE).parts
        if {"tests", "migrations", "models"} & set(parts) or place.endswith("testing.py") or place.startswith(SILENT):
            continue
        yield file, place


def _navigation() -> Iterator[str]:
    """Give the words of the sidebar, whichever module they are of."""
    for file in sorted(SOURCE.rglob("ui/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Nav":
                yield from (word for argument in node.args[:2] if (word := _text(argument)))
                yield from (word for key in node.keywords if key.arg == "phone" and (word := _text(key.value)))


def _declared(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        for place in PLACES.get(name, ()):
            if place < len(node.args):
                yield from _texts(node.args[place])
        if name[:1].isupper():
            for key in node.keywords:
                if key.arg in NAMED:
                    yield from _texts(key.value)


def _texts(node: ast.AST) -> Iterator[str]:
    """Give a text, or both of a choice between two."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif word := _text(node):
        yield word


def _text(node: ast.AST) -> str:
    """Give a text for people, or nothing: a path to a value such as `customer.name` is none."""
    word = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return word if re.search(r"[A-Za-z]{2}", word) and not re.fullmatch(r"[a-z_]+\.[a-z_]+", word) else ""


def catalogue(language: str) -> Path:
    """Give the place of a catalogue."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Read a catalogue, or begin one."""
    path = catalogue(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    """Bring every catalogue up to date and compile it."""
    for language in LANGUAGES:
        known = read(language)
        fresh = Catalog(locale=language, project="Throughline", charset="utf-8", fuzzy=False)
        for word, place in words().items():
            kept = known.get(word)
            fresh.add(word, kept.string if kept else "", locations=[(place, None)])
        path = catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=120, omit_header=False, include_lineno=False, sort_output=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, fresh)
        missing = [message.id for message in fresh if message.id and not message.string]
        print(f"{language}: {len(fresh)} messages, {len(missing)} without translation")


if __name__ == "__main__":
    main()
