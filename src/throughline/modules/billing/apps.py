"""Django application of billing."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Makes billable ledger and invoices known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.billing"
    label = "billing"

    def ready(self) -> None:
        """Register what must hold of billing, and its screens."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.billing import permissions, rest  # noqa: F401
        from throughline.modules.billing.queries.checks import CHECKS
        from throughline.modules.billing.ui.registration import register
        from throughline.platform import verification

        verification.register(*CHECKS)
        declare_permissions(permissions.LABELS)
        register()
