"""Django application of settlement."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Makes open items and credit known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Register what `verify` proves of settlement."""
        from throughline.modules.settlement.queries import checks  # noqa: F401
