"""Django application of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Makes the books known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register what must hold of books, what may be permitted, and the screens."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.ledger import permissions, rest  # noqa: F401
        from throughline.modules.ledger.queries.checks import CHECKS
        from throughline.modules.ledger.ui.registration import register
        from throughline.platform import verification

        verification.register(*CHECKS)
        declare_permissions(permissions.LABELS)
        register()
