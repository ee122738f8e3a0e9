"""Django application of governance."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers the duty gate and how a reaction acts on behalf of the author of its cause."""

    name = "throughline.governance"
    label = "governance"

    def ready(self) -> None:
        """Tell the platform what only this tier knows."""
        from throughline.governance import access, duties, organisation, permissions, rest, tokens, ui, verification  # noqa: F401
        from throughline.platform import events, operations
        from throughline.platform.permissions import set_timezones

        operations.set_duty_gate(duties.gate)
        events.set_author(organisation.on_behalf)
        set_timezones(organisation.timezone_of)
        access.declare_permissions(permissions.LABELS)
        ui.register()
