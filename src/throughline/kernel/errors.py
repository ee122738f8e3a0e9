"""How the product says no.

Every refusal is one of these, with a code for programs, a sentence for people and the facts behind it. Nothing
returns False to mean no. Doors map them once: for pages and for REST (problem+json).
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal that a person can act on."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.facts = facts


class InvalidInput(DomainError):
    """The input cannot be understood or lies outside what is possible; `field` names the culprit."""

    status = 422

    def __init__(self, code: str, message: str, *, field: str = "", **facts: Any) -> None:
        super().__init__(code, message, field=field, **facts)
        self.field = field


def check_length(field: str, text: str, most: int) -> None:
    """Refuse a text that is longer than what keeps it."""
    if len(text) > most:
        told = f"{field} is too long; it takes {most} characters at most."
        raise InvalidInput("too_long", told, field=field, limit=most)


class NotAllowed(DomainError):
    """The person may not do this, or not together with what else they may do."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this person may see."""

    status = 404


class NotReady(NotFound):
    """What is asked needs something that the company has not set up yet."""


class RuleViolation(DomainError):
    """The state of affairs or a policy forbids it; the facts say what would have to change."""

    status = 409


class StaleVersion(DomainError):
    """Somebody changed the document since it was read."""

    status = 409
