#!/usr/bin/env python3
"""What has to be said in every language: the words of templates and declarations, read from the source.

`python scripts/messages.py` brings the catalogues of src/throughline/locale up to date: new words come in untranslated,
known ones keep their translation, gone ones go; then it compiles them. A test fails while a word has no translation.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "throughline"
LANGUAGES = ("de",)
#: Whose words are in the catalogue: the kit, what everybody has, and the screens of these modules.
DECLARED = (
    "governance/ui/approvals.py", "governance/ui/notifications.py", "governance/ui/exceptions.py",
    "governance/ui/home.py", "governance/ui/holds.py", "governance/ui/views.py", "governance/ui/history.py",
    "governance/ui/words.py", "modules/documents/ui", "modules/sales/ui", "modules/warehouse/ui",
    "modules/billing/ui", "modules/transfers/ui", "modules/logistics/ui", "platform/ui/own_views.py",
)  # fmt: skip
TEMPLATES = ("platform/templates/ui",)
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
_IN_TEMPLATE = re.compile(r"""\{\{\s*"([^"]+)"\|t\b""")


def words() -> dict[str, str]:
    """Give every message with the file where it stands first, in the order of the files."""
    found: dict[str, str] = {}
    for place in TEMPLATES:
        for file in sorted((SOURCE / place).rglob("*.html")):
            for word in _IN_TEMPLATE.findall(file.read_text()):
                found.setdefault(word, str(file.relative_to(SOURCE)))
    for place in DECLARED:
        path = SOURCE / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for word in _declared(ast.parse(file.read_text())):
                found.setdefault(word, str(file.relative_to(SOURCE)))
    for word in ("Best match", "Do", "Go to", "Notes and files", "choose one", "tick them"):
        found.setdefault(word, "platform/ui/shell_views.py")
    for word in _navigation():
        found.setdefault(word, "navigation")
    return found


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
