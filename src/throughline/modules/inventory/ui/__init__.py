"""Screens of the inventory."""


def register() -> None:
    """Make the screens known."""
