"""Django application of transfers."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Makes transfers known to Django, and their operations to every door."""

    name = "throughline.modules.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Have the operations registered from the start, whoever asks first."""
        from throughline.modules.transfers import public  # noqa: F401
