"""What a newcomer or a generated page reads is there: packages, operations, models, events."""

import ast

from tests.architecture.sources import Function, Source, bases, decorators, sources

OPERATIONS = frozenset({"operation", "act"})


def test_packages_introduce_themselves() -> None:
    silent = [
        source.at(source.tree) for source in sources() if source.parts[-1] == "__init__" and not _told(source.tree)
    ]
    assert silent == []


def test_operations_and_acts_say_what_they_promise() -> None:
    found = [
        (source, function)
        for source in sources()
        for function in source.functions()
        if OPERATIONS & decorators(function)
    ]
    assert _silent(found) == []


def test_models_say_what_a_row_is() -> None:
    found = [
        (source, node)
        for source in sources()
        if "models" in source.parts
        for node in source.classes()
        if "Model" in bases(node) or any(_is_meta(member) for member in node.body)
    ]
    assert found, "no model found: the test looks in the wrong place"
    assert _silent(found) == []


def test_events_say_what_happened() -> None:
    found = [
        (source, node)
        for source in sources()
        if "events" in source.parts and source.parts[0] == "modules"
        for node in source.classes()
        if "dataclass" in decorators(node)
    ]
    assert _silent(found) == []


def _silent(found: list[tuple[Source, Function]] | list[tuple[Source, ast.ClassDef]]) -> list[str]:
    return [f"{source.at(node)} {node.name}" for source, node in found if not _told(node)]


def _told(node: ast.Module | ast.ClassDef | Function) -> bool:
    """Say whether there is a docstring that is a sentence, not a repeated name."""
    text = ast.get_docstring(node) or ""
    return len(text.split()) >= 3


def _is_meta(member: ast.stmt) -> bool:
    return isinstance(member, ast.ClassDef) and member.name == "Meta"
