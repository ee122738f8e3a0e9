"""Django application of catalog."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Makes items known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Register the screens and what may be permitted."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.catalog import permissions, rest, ui  # noqa: F401

        declare_permissions(permissions.LABELS)
        ui.register()
