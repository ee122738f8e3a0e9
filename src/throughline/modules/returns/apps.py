"""Django application of returns."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Makes returns known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.returns"
    label = "returns"

    def ready(self) -> None:
        """Register what may be permitted, and the screens."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.returns import permissions, rest  # noqa: F401
        from throughline.modules.returns.ui.registration import register

        declare_permissions(permissions.LABELS)
        register()
