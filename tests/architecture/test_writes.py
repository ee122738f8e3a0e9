"""Nothing changes outside an operation or an act, so nothing changes without an author."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, decorators, sources

ALLOWED = frozenset({"operations", "acts", "migrations", "testing", "tests"})
MARKS = frozenset({"operation", "act"})
WRITING = frozenset(
    {
        "save",
        "create",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "delete",
    }
)
# `update` is also a word of dictionaries and sets: it counts on what looks like a query.
QUERYING = frozenset({"objects", "filter", "exclude", "all", "using", "select_for_update"})
STATEMENTS = ("insert into ", "update ", "delete from ", "truncate ")


def test_rows_are_written_by_operations_and_acts_only() -> None:
    wrong = [
        f"{source.at(call)} {ast.unparse(call.func)}"
        for source in sources()
        if _judged(source)
        for call in _writes(source.tree)
    ]
    assert wrong == []


def test_no_other_file_holds_writing_sql() -> None:
    wrong = [
        source.at(node)
        for source in sources()
        if _judged(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _writing(node.value)
        and not _only_makes_lockable(source, node.value)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        "order.save()",
        "Order.objects.create(number=1)",
        "Order.objects.filter(id=1).update(state='x')",
        "Order.objects.using('owner').all().delete()",
        "Order.objects.bulk_create(rows)",
    ],
)
def test_a_write_is_seen(code: str) -> None:
    assert len(list(_writes(ast.parse(code)))) == 1


@pytest.mark.parametrize("code", ["facts.update(x=1)", "seen.add(1)", "Order.objects.filter(id=1)"])
def test_what_writes_nothing_is_left_alone(code: str) -> None:
    assert list(_writes(ast.parse(code))) == []


def _judged(source: Source) -> bool:
    """Judge what stands above the machinery of writing and holds no operation or act itself."""
    return (
        source.parts[0] not in {"platform", "cli"}
        and not ALLOWED.intersection(source.parts)
        and not any(MARKS & decorators(function) for function in source.functions())
    )


def _writing(text: str) -> bool:
    return text.lstrip().lower().startswith(STATEMENTS) and len(text.split()) > 2


def _only_makes_lockable(source: Source, text: str) -> bool:
    """A row must be there before it can be locked; locks may make it, empty, and nothing else."""
    told = " ".join(text.lower().split())
    return (
        "locks" in source.parts and told.startswith("insert into ") and "on conflict" in told and "do nothing" in told
    )


def _writes(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        word = node.func.attr
        if word in WRITING or (word == "update" and _is_query(node.func.value)):
            yield node


def _is_query(expression: ast.expr) -> bool:
    if isinstance(expression, ast.Call):
        return _is_query(expression.func)
    if isinstance(expression, ast.Attribute):
        return expression.attr in QUERYING or _is_query(expression.value)
    return False
