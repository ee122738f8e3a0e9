"""Django application of warehouse."""

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Makes work on goods known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.warehouse"
    label = "warehouse"
