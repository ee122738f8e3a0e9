"""Django application of warehouse."""

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Makes work on goods known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.warehouse"
    label = "warehouse"

    def ready(self) -> None:
        """Register the screens of the floor."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.warehouse import permissions, rest  # noqa: F401
        from throughline.modules.warehouse.ui.registration import register

        declare_permissions(permissions.LABELS)
        register()
