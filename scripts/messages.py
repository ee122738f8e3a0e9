#!/usr/bin/env python3
"""What has to be said in every language: the words of templates and declarations, read from the source.

`python scripts/messages.py` brings the catalogues of src/throughline/locale up to date: new words come in untranslated,
known ones keep their translation, gone ones go; then it compiles them. A test fails while a word has no translation.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
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
    "Feedback": (1, 2), "Finding": (1, 2), "tell": (0,),
    "Move": (0,), "named": (0,), "_title": (0,), "Parameter": (0, 1), "Dimension": (0,),
    "UsualRole": (1, 2),
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
        "new_title",
        "known_title",
        "saved",
        "phrase",
        "past",
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
    "VAT standard", "VAT reduced", "VAT zero", "m h d", "due {when}", "due {when} ago", "due in {when}", "on", "by",
    "until", "country", "account owner", "Owned by",
    "hour", "minute", "character", "Parties", "Catalog", "Warehouse", "Documents", "Ledger", "Returns", "Transfers",
    "Settlement", "Inventory", "Logistics", "Integrations", "Control", "Access", "payments queue", "sales queue",
    "stock queue", "system queue", "transport queue", "warehouse queue", "billing queue", "order entry",
    # Names that the demo company gives, as far as they are words.
    "Controller, the books", "Administrator", "Sales desk", "Credit controller", "Warehouse lead", "Picker",
    "Transport", "Billing clerk",
    "Accountant, payments", "Manager, reads all", "Master data", "Moving in data", "Stock control", "Stock controller",
    "14 days net", "30 days net", "45 days net", "30 days net, 2 % in 10", "Urgent first", "Weekly per ship-to",
    "Delivery next day", "Supplier lead time", "Billed on dispatch", "Billed when accepted", "Set up with the company",
    "List price", "Key accounts", "Demo company",
    # What stops a document, and what else is the matter, by their codes.
    "Discount over limit", "Margin below floor", "Credit limit", "Price missing", "Customer po missing",
    "Duplicate order", "Customer blocked", "Minimum order", "Item not sellable", "No supply", "No lines", "Date past",
    "Claim open", "Not billed", "Delivery late", "Adjustment waits", "confirm held", "allocate held", "release held",
    "ship held", "bill held", "purchase held", "pay held", "exposure", "overdue", "net", "floor", "would pass",
    "policy", "limit", "1 to 30 days overdue", "31 to 60 days", "61 to 90 days", "Over 90 days", "per customer",
    "per address", "per order", "per shipment", "weekly", "monthly", "daily", "at once", "everywhere", "sample",
    "standard", "urgent", "replenishment", "project", "warranty", "English", "German", "French", "Dutch", "Spanish",
    "Italian", "Pick list", "Put back list", "Count list", "Lost.", "Total", "nobody yet", "in 24 hours", "texts",
    "Who am I?", "What can be promised?", "Try an order without making one", "Make it, once", "Follow it, page by page",
    "Put the token into the shell once. The answer names you, the company, and what is permitted.",
    "The key makes a repeated request safe: it gets the first answer. The outcome names the document.",
    "Filters are those of the list; next leads to the following page. A record has an ETag for If-Match.",
    "The list “{title}”, with its filters", "One record, with its ETag",
    "{item} at {site}. Quantities are texts: nothing is rounded on the way.",
    "For {party}. A dry run does the deed and takes it back: the same answer, nothing changed.",
    "Running", "Undoing", "Uploaded", "Mapped", "Checked", "Template", "Invoices", "Credit notes", "Reads", "Records",
    "Lists", "Operations", "its bin", "taken", "not taken", "Made", "End", "Made proposed", "End proposed",
    "nothing but the reason", "a record", "first of its series", "Scrap", "Write-offs", "everywhere", "Prefix",
    "the dock", "Any",
    "Why is the price", "Why is the promise",
    "Why is it billed from this day?", "Customer blocked for invoices", "Rate %", "Exception",
    "Goods issue", "Goods receipt", "Goods back at the cost at which they left", "Entry {number}",
    "{number} line {line}", "{verb} {what}",
    "At the dock", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Kept for this company.", "Administration",
    "Stock adjustment",
    "running", "undoing", "uploaded", "released", "refused", "held", "yes", "no", "price", "margin", "discount",
    # Why promises moved, and the queues of exceptions.
    "Cause", "supply moved", "goods received", "short pick", "goods back", "counted", "adjustment",
    "shared at release", "goods returned", "transfer arrived", "promised", "Sales", "Stock", "Billing", "Payments",
    "System",
)  # fmt: skip
_IN_PAPER = re.compile(r'(?<!a)\bt\("([^"]+)"\)')
_IN_SCRIPT = re.compile(r"tlSay\(([^)]*)\)")
_QUOTED = re.compile(r'"([^"]+)"')
_IN_TEMPLATE = re.compile(r"""(?:\{\{\s*|default:)"([^"]+)"\s*\|t\b|\{\{\s*'([^']+)'\s*\|t\b|\{%\s*say\s+"([^"]+)\"""")


Word = str | tuple[str, str]


def words() -> dict[Word, str]:
    """Give every message with the file where it stands first, in the order of the files."""
    found: dict[Word, str] = {}
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


def _of_source() -> Iterator[tuple[Word, str]]:
    for file, place in speaking():
        tree = ast.parse(file.read_text())
        for word in (*_counted(tree), *_declared(tree), *_listed(tree, file), *sentences(tree), *meanings(tree)):
            yield word, place


def _counted(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Give what is said for one and for many."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell_count":
            yield _text(node.args[1]), _text(node.args[2])


def _listed(tree: ast.AST, file: Path) -> Iterator[str]:
    """Give the values of enumerations, and the names of what policies answer, as screens write them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if any(getattr(base, "id", "") == "StrEnum" for base in node.bases):
            values = [line.value for line in node.body if isinstance(line, ast.Assign)]
        elif file.name == "policies.py" and file.parent.name != "governance" and node.decorator_list:
            values = [ast.Constant(line.target.id) for line in node.body
                      if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)]  # fmt: skip
        else:
            continue
        yield from (word.replace("_", " ") for value in values if (word := _text(value)))


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
                texts = _texts(node.args[place])
                yield from (word.replace("_", " ") for word in texts) if name == "Move" else texts
        noun = {"Bulk": 2, "plural": 0}.get(name, len(node.args))
        if noun < len(node.args) and (word := _text(node.args[noun])):
            yield from (word, plural(word, 2))
        if name[:1].isupper() or name == "typed_lines":
            for key in node.keywords:
                if key.arg in NAMED or (name == "Parameter" and key.arg == "unit"):
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


def translated(told: str | Sequence[str]) -> bool:
    """Say whether a message has its translation, in each of its forms."""
    return bool(told) and all(told)


def main() -> None:
    """Bring every catalogue up to date and compile it."""
    for language in LANGUAGES:
        known = read(language)
        fresh = Catalog(
            locale=language, project="Throughline", charset="utf-8", fuzzy=False, creation_date=known.creation_date
        )  # the first one's: a date of each run is a conflict in each merge
        for word, place in words().items():
            kept = known.get(word)
            same = kept is not None and isinstance(kept.string, str) == isinstance(word, str)
            fresh.add(
                word, kept.string if same else "" if isinstance(word, str) else ("", ""), locations=[(place, None)]
            )
        path = catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=120, omit_header=False, include_lineno=False, sort_output=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, fresh)
        missing = [message.id for message in fresh if message.id and not translated(message.string)]
        print(f"{language}: {len(fresh)} messages, {len(missing)} without translation")


if __name__ == "__main__":
    main()
