"""Django application of sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Makes orders known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.sales"
    label = "sales"
