"""Django application of parties."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Makes parties and their terms known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.parties"
    label = "parties"
