"""What an operation is to its doors."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class OperationSpec:
    """An operation as its doors know it: name, permission, duty, what it does and how it is called.

    `body` is the function as it was written, which `call` runs as an operation and `dry_run` runs and takes back.
    `secrets` are fields of its result that are told once, `internal` ones are at no door.
    """

    name: str
    permission: str
    duty: str
    body: Callable[..., Any]
    call: Callable[..., Any]
    dry_run: Callable[..., Any]
    secrets: frozenset[str] = frozenset()
    internal: bool = False

    @cached_property
    def signature(self) -> inspect.Signature:
        """The parameters as they were written, with their types and defaults."""
        return inspect.signature(self.body)

    @cached_property
    def told(self) -> str:
        """All that its docstring says."""
        return inspect.cleandoc(self.body.__doc__ or "")

    @cached_property
    def meaning(self) -> str:
        """The promise: the first line of its docstring."""
        return self.told.split("\n")[0]
