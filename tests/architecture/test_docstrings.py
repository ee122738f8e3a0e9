"""What a newcomer or a generated page reads is there: packages, operations, models, events."""

import ast
import re

from tests.architecture.sources import SOURCE, Function, Source, bases, decorators, name_of, sources

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


def test_modules_name_what_they_announce() -> None:
    untold = [
        f"{module}: {event}"
        for module, told in _introductions().items()
        for event in _events(module)
        if f"`{event}`" not in told
    ]
    assert untold == []


def test_architecture_names_every_table_with_its_owner() -> None:
    owners: dict[str, set[str]] = {}
    for line in (SOURCE.parent / "ARCHITECTURE.md").read_text().splitlines():
        if line.startswith("| ") and line.count("|") == 3:
            names, tables = (re.sub(r" \(.*?\)", "", cell.strip()) for cell in line.strip("| ").split(" | "))
            for name in names.split(", "):
                owners[name] = {table.replace(" ", "_") for table in re.split(r"[,;] ", tables)}
    assert [f"{owner}: {table}" for owner, table in _tables() if table not in owners[owner]] == []


def _introductions() -> dict[str, str]:
    """Give what each module says of itself."""
    return {
        source.parts[1]: ast.get_docstring(source.tree) or ""
        for source in sources()
        if source.parts[0] == "modules" and source.parts[2:] == ("__init__",)
    }


def _events(module: str) -> list[str]:
    """Give the events that a module declares: classes with a name of their own to travel under."""
    return [
        node.name
        for source in sources()
        if source.parts == ("modules", module, "events")
        for node in source.classes()
        if any(isinstance(member, ast.AnnAssign) and name_of(member.target) == "NAME" for member in node.body)
    ]


def _tables() -> list[tuple[str, str]]:
    """Give the tables of all models by owner, without the owner in their name."""
    found = []
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assign) and name_of(node.targets[0]) == "db_table" and "models" in source.parts:
                owner, _, table = str(ast.literal_eval(node.value)).partition("_")
                found.append((owner, table))
    assert len(found) > 50, "no tables found: the test looks in the wrong place"
    return found


def _silent(found: list[tuple[Source, Function]] | list[tuple[Source, ast.ClassDef]]) -> list[str]:
    return [f"{source.at(node)} {node.name}" for source, node in found if not _told(node)]


def _told(node: ast.Module | ast.ClassDef | Function) -> bool:
    """Say whether there is a docstring that is a sentence, not a repeated name."""
    text = ast.get_docstring(node) or ""
    return len(text.split()) >= 3


def _is_meta(member: ast.stmt) -> bool:
    return isinstance(member, ast.ClassDef) and member.name == "Meta"
