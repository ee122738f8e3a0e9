"""Django application of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Makes the books known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register what must hold of books."""
        from throughline.modules.ledger.queries.checks import CHECKS
        from throughline.platform import verification

        verification.register(*CHECKS)
