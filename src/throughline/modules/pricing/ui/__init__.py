"""Screens of the pricing."""


def register() -> None:
    """Make the screens known."""
