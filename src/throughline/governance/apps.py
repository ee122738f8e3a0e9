"""Django application of governance."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers the duty gate and how a reaction acts on behalf of the author of its cause."""

    name = "throughline.governance"
    label = "governance"

    def ready(self) -> None:
        """Tell the platform what only this tier knows."""
        from throughline.governance import access, duties, organisation, permissions, ui, verification  # noqa: F401
        from throughline.platform import events, operations

        operations.set_duty_gate(duties.gate)
        events.set_author(organisation.on_behalf)
        access.declare_permissions(permissions.LABELS)
        ui.register()
