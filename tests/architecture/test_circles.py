"""No file imports itself by way of others: any file can be read, tested and moved without first knowing its readers."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tests.architecture.sources import Source, sources


def test_no_files_import_each_other() -> None:
    """Imports inside functions count too; those for the type checker alone do not."""
    files = {module_of(source): source for source in sources()}
    graph = {name: set(imported(source, name, files)) for name, source in files.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        raise AssertionError(" is imported by\n".join(found.args[1])) from None


def module_of(source: Source) -> str:
    parts = source.parts[:-1] if source.parts[-1] == "__init__" else source.parts
    return ".".join(("throughline", *parts))


def imported(source: Source, own: str, files: dict[str, Source]) -> Iterator[str]:
    """Give the files that one imports: `from a import b` is of a.b where that is a file, else of a."""
    unseen = {id(node) for block in ast.walk(source.tree) if for_types(block) for node in ast.walk(block)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in unseen:
            for alias in node.names:
                found = f"{node.module}.{alias.name}"
                found = found if found in files else node.module
                if found in files and found != own:
                    yield found


def for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
