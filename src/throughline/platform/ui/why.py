"""Why? The answer behind a decided value: the sentence, the candidates and the policy that chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.platform.operations import Ctx


@dataclass(frozen=True)
class Candidate:
    """One possibility that was weighed; every rejected one names its reason in `detail`."""

    won: bool
    value: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Foot:
    """Where the rule stands and when it decided: policy (with its address) and a few words."""

    text: str
    policy: str = ""
    policy_url: str = ""


@dataclass(frozen=True)
class WhyAnswer:
    """A question with its value, one or two sentences, the candidates with the winner first.

    `value` is the part of the question to stress. `gone` says why it can no longer be computed, when it cannot.
    """

    question: str
    sentences: Sequence[str]
    candidates: Sequence[Candidate] = ()
    foot: Foot | str | None = None
    value: str = ""
    gone: str = ""


@dataclass(frozen=True)
class Why:
    """Answers one kind of question at `/why/<slug>/<id>/`; declare it once, link to it with `why_url`."""

    slug: str
    answer: Callable[[Ctx, int], WhyAnswer]
    permission: str = ""


def why_url(slug: str, id: int) -> str:
    """Give the address of an explanation, for `Column.why` and `Fact.why`."""
    return f"/why/{slug}/{id}/"


class Whys:
    """All explanations by slug."""

    def __init__(self) -> None:
        self._by_slug: dict[str, Why] = {}

    def register(self, *declared: Why) -> None:
        """Add explanations; a slug belongs to one of them."""
        for why in declared:
            if self._by_slug.setdefault(why.slug, why) is not why:
                raise ValueError(f"two explanations are called {why.slug}")

    def get(self, slug: str) -> Why | None:
        """Give the explanation of a slug, or None."""
        return self._by_slug.get(slug)


whys = Whys()
