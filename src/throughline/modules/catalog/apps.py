"""Django application of catalog."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Makes items known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.catalog"
    label = "catalog"
