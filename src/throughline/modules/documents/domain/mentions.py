"""Whom a note mentions: `@login` anywhere in its text."""

import re

MENTION = re.compile(r"(?<![\w.@])@([A-Za-z0-9][\w.+-]*)")
#: What ends a sentence, no login.
ENDING = ".-+"


def mentioned(text: str) -> list[str]:
    """Give the logins that a text mentions, each once, without the full stop that ends a sentence."""
    return list(dict.fromkeys(found.rstrip(ENDING).lower() for found in MENTION.findall(text)))
