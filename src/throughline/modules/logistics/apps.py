"""Django application of logistics."""

from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """Makes shipments known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.logistics"
    label = "logistics"

    def ready(self) -> None:
        """Register the screens of logistics and what must hold of shipments."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.logistics import permissions, rest  # noqa: F401
        from throughline.modules.logistics.queries.checks import CHECKS
        from throughline.modules.logistics.ui.registration import register
        from throughline.platform import verification

        declare_permissions(permissions.LABELS)
        register()
        verification.register(*CHECKS)
