"""Django application of pricing."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Makes prices known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.pricing"
    label = "pricing"
