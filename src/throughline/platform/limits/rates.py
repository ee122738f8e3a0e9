"""What is allowed, read from the settings of the installation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Requests and seconds, for whatever is not named in the settings.
USUAL = "token=1200/60 company=6000/60 session=1200/60 address=6000/60"
_PART = re.compile(r"(token|company|session|address)=(?:(\d{1,7})/(\d{1,5})|off)")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds; all at once, or spread."""

    requests: int
    seconds: int

    @property
    def share(self) -> int:
        """How many requests a process takes at a time: a twentieth, so that few lie idle where others need them."""
        return max(1, self.requests // 20)

    @property
    def interval(self) -> int:
        """Microseconds in which one more request becomes free."""
        return max(1, self.seconds * 1_000_000 // self.requests)


def rates(told: str) -> Mapping[str, Rate]:
    """Read `token=1200/60 company=off ...`: requests per seconds by name; what is not named stays as usual."""
    found: dict[str, Rate] = {}
    for text in (*USUAL.split(), *told.replace(",", " ").split()):
        match = _PART.fullmatch(text)
        if match is None or (match[2] and not (int(match[2]) and int(match[3]))):
            raise ValueError(f"THROUGHLINE_RATE_LIMITS: {text} is not like token=1200/60 or token=off")
        found.pop(match[1], None)
        if match[2]:
            found[match[1]] = Rate(int(match[2]), int(match[3]))
    return found
