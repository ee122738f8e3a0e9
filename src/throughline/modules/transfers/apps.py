"""Django application of transfers."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Makes transfers known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Make the operations known to every door."""
        from throughline.modules.transfers import public  # noqa: F401
