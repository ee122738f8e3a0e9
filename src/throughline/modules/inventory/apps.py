"""Django application of inventory."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Makes stock known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.inventory"
    label = "inventory"

    def ready(self) -> None:
        """Register the screens, what may be permitted, and what must hold of stock."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.inventory import permissions, rest, ui  # noqa: F401
        from throughline.modules.inventory.queries.checks import CHECKS
        from throughline.platform import verification

        verification.register(*CHECKS)
        declare_permissions(permissions.LABELS)
        ui.register()
