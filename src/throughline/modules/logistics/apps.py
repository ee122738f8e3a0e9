"""Django application of logistics."""

from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """Makes shipments known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.logistics"
    label = "logistics"

    def ready(self) -> None:
        """Register the screens of logistics."""
        from throughline.modules.logistics.ui.registration import register

        register()
