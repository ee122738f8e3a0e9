"""Django application of returns."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Makes returns known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.returns"
    label = "returns"
