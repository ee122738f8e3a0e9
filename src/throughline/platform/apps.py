"""Django application of the platform."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Infrastructure without business words."""

    name = "throughline.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"
