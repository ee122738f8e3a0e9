"""Django application of integrations."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Registers permissions and screens."""

    name = "throughline.modules.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Make known what this module shows and lets people do."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.integrations import operations, rest  # noqa: F401
        from throughline.modules.integrations.permissions import LABELS
        from throughline.modules.integrations.ui import registration

        declare_permissions(LABELS)
        registration.register()
