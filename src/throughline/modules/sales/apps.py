"""Django application of sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Makes orders known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.sales"
    label = "sales"

    def ready(self) -> None:
        """Register the screens and what may be permitted."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.sales import permissions, rest, ui  # noqa: F401

        declare_permissions(permissions.LABELS)
        ui.register()
