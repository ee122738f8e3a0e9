"""References to documents of modules that one may not import: a kind and an id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class DocumentRef:
    """Names a document of another module, such as ("sales.order", 41); the owner registers how to show it."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "DocumentRef":
        """Read what `str` wrote."""
        kind, _, number = text.rpartition(":")
        return cls(kind, int(number))
