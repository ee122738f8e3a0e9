"""Words of a company's own beside those of the product: service classes, channels, kinds of handling units.

A module declares its vocabulary; the policy of the same name holds what a company adds. Words of the product are known
without asking the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.governance.policies import declare, load
from throughline.kernel.errors import InvalidInput
from throughline.kernel.policy import Kind, Parameter
from throughline.kernel.vocabulary import LONGEST_WORD, Vocabulary, faulty
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words that a company adds to a vocabulary."""

    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what programs could not name."""
        if wrong := faulty(self.words):
            raise ValueError(
                f"“{wrong[:40]}” is no word; use small letters, digits and underscores, {LONGEST_WORD} at most"
            )


@dataclass(frozen=True, slots=True)
class Known:
    """A word of a vocabulary: what programs write, what people read, and whether it is the company's own."""

    vocabulary: str
    word: str
    label: str
    own: bool


_declared: dict[str, tuple[Vocabulary, Kind[OwnWords]]] = {}


def declare_vocabulary(vocabulary: Vocabulary, meaning: str, *, asked_by: tuple[str, ...]) -> Vocabulary:
    """Make a vocabulary known, with the policy that extends it."""
    about = {"words": Parameter(f"Further words, each a {vocabulary.noun}: {vocabulary.longest} small letters at most")}
    kind = declare(Kind(vocabulary.name, meaning, OwnWords, OwnWords(), about=about, asked_by=asked_by, facts=()))
    _declared[vocabulary.name] = (vocabulary, kind)
    return vocabulary


def known_words(ctx: Ctx, *vocabularies: Vocabulary) -> list[Known]:
    """Give the words of some vocabularies, of all without one named, the product's first; one statement."""
    wanted = [_declared[one.name] for one in vocabularies] or list(_declared.values())
    policies = load(ctx, *(kind for _, kind in wanted))
    found = []
    for vocabulary, kind in wanted:
        found += [Known(vocabulary.name, code, label, False) for code, label in vocabulary.words]
        own = policies.ask(kind).answer.words
        found += [
            Known(vocabulary.name, word, word.replace("_", " ").capitalize(), True)
            for word in own
            if word not in vocabulary.codes() and len(word) <= vocabulary.longest
        ]
    return found


def word_choices(ctx: Ctx, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Give the words as a form offers them."""
    return [(one.word, one.label) for one in known_words(ctx, vocabulary)]


def strange_words(ctx: Ctx, vocabulary: Vocabulary, wanted: Iterable[str], field: str) -> Mapping[str, InvalidInput]:
    """Say which of some words nobody knows, with the refusal of each; no statement where the product knows them all."""
    strange = set(wanted) - set(vocabulary.codes())
    if not strange:
        return {}
    known = [one.word for one in known_words(ctx, vocabulary)]
    _, kind = _declared[vocabulary.name]
    return {
        word: InvalidInput(
            "not_a_choice",
            f"“{word[:40]}” is no {vocabulary.noun}; use {', '.join(known)}, or add it under Policies, "
            f"“{kind.meaning}”.",
            field=field,
            allowed=known,
            policy=kind.name,
        )
        for word in sorted(strange.difference(known))
    }
