"""Django application of pricing."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Makes prices known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.pricing"
    label = "pricing"

    def ready(self) -> None:
        """Register the screens and what may be permitted."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.pricing import permissions, rest, ui  # noqa: F401

        declare_permissions(permissions.LABELS)
        ui.register()
