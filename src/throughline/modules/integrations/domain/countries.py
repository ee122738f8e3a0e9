"""Countries by their two letters, their English names, or the other words that lists of customers use."""

from functools import cache

from babel import Locale

#: What people write instead of the names that standards give.
ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "eire": "IE", "usa": "US",
    "united states of america": "US", "rsa": "ZA", "holland": "NL", "the netherlands": "NL", "channel islands": "JE",
    "czech republic": "CZ", "korea": "KR", "russia": "RU", "uae": "AE", "hong kong": "HK", "turkey": "TR",
}  # fmt: skip


@cache
def _names() -> dict[str, str]:
    found = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(str(code)) == 2 and str(code).isalpha():
                found[str(name).casefold()] = str(code)
    return {**found, **ALSO}


@cache
def _codes() -> frozenset[str]:
    return frozenset(text for text in map(str, Locale("en").territories) if len(text) == 2 and text.isalpha())


def country_code(text: str) -> str:
    """Give the two letters of a country, or nothing where it is unknown."""
    word = text.strip()
    if len(word) == 2 and word.upper() in _codes():
        return ALSO.get(word.casefold(), word.upper())
    return _names().get(word.casefold(), "")
