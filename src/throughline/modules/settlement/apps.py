"""Django application of settlement."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Makes open items and credit known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Register what `verify` proves of settlement, what may be permitted, and the screens."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.settlement import permissions, rest  # noqa: F401
        from throughline.modules.settlement.queries.checks import CHECKS
        from throughline.modules.settlement.ui.registration import register
        from throughline.platform import verification

        verification.register(*CHECKS)
        declare_permissions(permissions.LABELS)
        register()
