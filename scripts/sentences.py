"""Which texts of the source are for people: constants and templates of sentences, read from the syntax tree.

A sentence that is put together where it is said (an f-string) is a template with named places: `{code} is new and
needs a name.` What the places hold is never looked up here; the names come from what stands in the braces.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

#: Parts of the source that speak to operators of the machine, to programs, or to nobody.
SILENT = (
    "cli/", "web/demo", "web/observing", "web/settings", "web/examples", "web/api_words", "web/urls", "web/headers",
    "platform/database", "platform/rest/", "platform/models", "governance/models", "platform/ui/gallery",
    "platform/testing", "platform/letters.py", "platform/verification", "platform/locks.py", "platform/ui/slots.py",
    "modules/warehouse/domain/zpl.py", "governance/verification",
)  # fmt: skip
#: Calls that take texts for the database, for logs or for programs.
DUMB = frozenset(
    {
        "execute", "rows", "select", "defer", "RunSQL", "path", "ValueError", "LookupError", "debug", "info", "warning",
        "error", "exception", "getattr", "replace", "format", "search", "compile", "get", "encode", "AssertionError",
        "TypeError", "fullmatch", "match", "split", "startswith", "removeprefix", "removesuffix", "endswith", "Index",
        "read", "operation", "series", "sub", "strftime", "add_argument", "Check", "Slot", "rebalance", "book",
        "add_format", "ProviderTrouble", "setdefault_header", "bound_contextvars", "TypeVar", "ParamSpec", "NewType",
    }
)  # fmt: skip
_SQL = re.compile(
    r"\b(SELECT|UPDATE|INSERT|DELETE|FROM|WHERE|VALUES|CREATE|ORDER BY|LIMIT|JOIN|INTERVAL|DESC)\b|::"
    r"|\b(coalesce|least)\("
)
_WORDS = re.compile(r"[a-z,] [a-z(]|^[A-Z][a-z]+$|^[A-Z][\w'-]* |^[A-Z][a-z]+[:.?!]")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_MARKUP = re.compile(
    r"^AND |\| None$|^set\[|</?\w|[{}]|^[\w-]+/|^application/|^[\w.-]+$(?<![A-Za-z])|%[sd]|^tl-|^ data-"
    r"|; ?[a-z]+=|^[A-Z][a-z]+/\d"
)


def sentences(tree: ast.AST) -> Iterator[str]:
    """Give the texts for people of a file, templates with their places named."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            if not isinstance(parents.get(node), ast.FormattedValue) and not _is_dumb(node, parents):
                yield from _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not _is_inside(node, parents):
            text = node.value
            if _speaks(text) and _WORDS.search(text) and not _is_dumb(node, parents):
                yield text


def _is_inside(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Say whether a constant is a docstring, a part of a template, an alias of a column, or a key."""
    parent = parents.get(node)
    if isinstance(parent, ast.List) and _is_exported(parent, parents):
        return True
    if isinstance(parent, ast.Expr | ast.JoinedStr):
        return True
    if isinstance(parent, ast.Tuple) and isinstance(above := parents.get(parent), ast.Call):
        return getattr(above.func, "id", "") == "C"
    return isinstance(parent, ast.Dict) and node in parent.keys


def _is_exported(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    above = parents.get(node)
    return isinstance(above, ast.Assign) and getattr(above.targets[0], "id", "") == "__all__"


def _is_dumb(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while (parent := parents.get(node)) is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.Call) and node is not parent.func:
            return getattr(parent.func, "id", getattr(parent.func, "attr", "")) in DUMB
        node = parent
    return isinstance(parent, ast.Assert)


def _speaks(text: str) -> bool:
    return "\n" not in text and bool(_LETTERS.search(text)) and not _SQL.search(text) and not _MARKUP.search(text)


def _template(node: ast.JoinedStr) -> Iterator[str]:
    """Give the template of an f-string, unless it holds no words of its own."""
    literal = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    if not _speaks(literal) or not re.search(r"[A-Za-z,.:;?] |  | [A-Za-z(]", literal):
        return
    taken: list[str] = []
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append("{" + _named(part.value, taken) + "}")
    yield "".join(parts)


def _named(value: ast.expr, taken: list[str]) -> str:
    """Name a place by what fills it, each place of a template differently."""
    name = _name(value) or "value"
    number = 2
    chosen = name
    while chosen in taken:
        chosen, number = f"{name}_{number}", number + 1
    taken.append(chosen)
    return chosen


def _name(value: ast.AST) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))) if name.isidentifier():
            return name
        case ast.Subscript(value=inner):
            return _name(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="lower" | "upper" | "strip" | "replace" | "normalize")):
            return _name(inner)
        case ast.Call(func=function, args=[first, *_]):
            return _name(first) or _name(function)
        case ast.Call(func=function):
            return _name(function)
        case ast.BinOp(left=left):
            return _name(left)
        case ast.IfExp(body=body):
            return _name(body) or "choice"
    return ""


def meanings(tree: ast.AST) -> Iterator[str]:
    """Give what operations do, in their own words: the history of a record says it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_declares(one) for one in node.decorator_list):
            yield (ast.get_docstring(node) or "").partition("\n")[0]


def _declares(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("operation", "series", "read")


def words_of(file: Path) -> Iterator[str]:
    """Give the texts for people of a file."""
    yield from sentences(ast.parse(file.read_text()))
