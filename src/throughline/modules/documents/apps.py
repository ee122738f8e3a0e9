"""Django application of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Makes stored files known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.documents"
    label = "documents"
