"""Django application of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Makes stored files known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.documents"
    label = "documents"

    def ready(self) -> None:
        """Make known what this module shows and lets people do."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.documents.permissions import LABELS
        from throughline.modules.documents.ui import notes

        declare_permissions(LABELS)
        notes.register()
