"""The product's source files, read as syntax trees: no test here needs to import what it judges."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
PACKAGE = SOURCE / "throughline"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: where it is within the package, and what it says."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the name without suffix, from inside `throughline`."""
        return self.path.relative_to(PACKAGE).with_suffix("").parts

    def at(self, node: ast.AST) -> str:
        """Say where a piece of the file is, as an editor understands it."""
        return f"{self.path.relative_to(SOURCE)}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                yield node


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the package but migrations, which Django writes."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.relative_to(PACKAGE).parts:
            text = path.read_text()
            found.append(Source(path, text, ast.parse(text)))
    assert len(found) > 50, f"only {len(found)} files found below {PACKAGE}: is the path right?"
    return tuple(found)


def name_of(expression: ast.expr) -> str:
    """Give the last name of an expression: `models.Model` -> Model, `operation(...)` -> operation."""
    if isinstance(expression, ast.Call):
        return name_of(expression.func)
    if isinstance(expression, ast.Subscript):
        return name_of(expression.value)
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def decorators(node: Function | ast.ClassDef) -> set[str]:
    """Give the names of a definition's decorators."""
    return {name_of(decorator) for decorator in node.decorator_list}


def bases(node: ast.ClassDef) -> set[str]:
    """Give the names of a class's bases."""
    return {name_of(base) for base in node.bases}
