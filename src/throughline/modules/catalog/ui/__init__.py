"""Screens of the catalog."""


def register() -> None:
    """Make the screens known."""
