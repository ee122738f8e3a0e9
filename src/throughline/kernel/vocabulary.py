"""Vocabularies: the words that a field takes, so that a slip is refused instead of becoming a class of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words (with their labels) that the product gives a field; a company adds its own where `name` says.

    `noun` says what one word is: "service class"; none has more than `longest` characters.
    """

    name: str
    noun: str
    words: tuple[tuple[str, str], ...]
    longest: int = LONGEST_WORD

    def codes(self) -> list[str]:
        """Give the words that the product brings along."""
        return [code for code, _ in self.words]


def is_word(text: str) -> bool:
    """Say whether a text can be a word of a vocabulary: small letters, digits and underscores, a letter first."""
    plain = text.isascii() and text.replace("_", "").isalnum() and text == text.lower()
    return plain and text[:1].isalpha() and len(text) <= LONGEST_WORD


def faulty(words: Iterable[str]) -> str:
    """Name the first text that cannot be a word, or nothing."""
    return next((word for word in words if not is_word(word)), "")


@dataclass(frozen=True, slots=True)
class OneOf:
    """Stands beside the type of a text that is one of a few words, fixed by the product; an empty one where given."""

    words: tuple[str, ...]
