"""Codes in any case: the same capitals in Python as the database makes."""


def capitals(text: str) -> str:
    """Give a text in capitals, letter by letter as PostgreSQL does: ß stays ß, where Python makes SS of it."""
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)
