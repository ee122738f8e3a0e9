"""Screens of governance: home, exceptions, policies, people and roles."""


def register() -> None:
    """Make the screens known, and how companies are called."""
