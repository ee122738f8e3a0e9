"""Findings: what checks say of a document, before it may go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Whether a finding stops the document, asks for a look, or only informs."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check: which rule, how grave, the facts, and the duty that may override it.

    A block without a duty cannot be overridden: the document has to change.
    """

    code: str
    severity: Severity
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    duty: str = ""
    line: int | None = None

    @property
    def blocks(self) -> bool:
        """Say whether the document cannot go on with it."""
        return self.severity is Severity.BLOCK
