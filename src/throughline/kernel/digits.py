"""Ids as people and programs write them."""

#: A bigint holds every number of so many digits.
LONGEST = 18


def is_id(text: str) -> bool:
    """Say whether a text is a number that a table can hold: plain digits, not those above a line or of other scripts.

    `str.isdigit` takes ² and ٣ too, which `int` refuses or reads as another number.
    """
    return text.isascii() and text.isdigit() and len(text) <= LONGEST
