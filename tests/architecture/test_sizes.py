"""What no longer reads in one sitting is split, and every file is named for what it is about."""

import ast

from tests.architecture.sources import Function, sources

LINES_OF_A_FUNCTION = 60
LINES_OF_A_FILE = 600
METHODS_OF_A_CLASS = 15
NAMELESS = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"})


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{source.at(function)} {function.name}: {lines} lines"
        for source in sources()
        for function in source.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_files_read_in_one_sitting() -> None:
    long = [
        f"{source.at(source.tree)}: {lines} lines"
        for source in sources()
        if (lines := len(source.text.splitlines())) > LINES_OF_A_FILE
    ]
    assert long == []


def test_classes_do_one_thing() -> None:
    large = [
        f"{source.at(node)} {node.name}: {count} methods"
        for source in sources()
        for node in source.classes()
        if (count := _methods(node)) > METHODS_OF_A_CLASS
    ]
    assert large == []


def test_names_say_what_is_inside() -> None:
    nameless = [source.at(source.tree) for source in sources() if NAMELESS.intersection(source.parts)]
    assert nameless == []


def _methods(node: ast.ClassDef) -> int:
    return sum(isinstance(member, Function) for member in node.body)
