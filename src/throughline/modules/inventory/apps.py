"""Django application of inventory."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Makes stock known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.inventory"
    label = "inventory"
