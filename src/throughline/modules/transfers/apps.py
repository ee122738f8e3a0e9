"""Django application of transfers."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Makes transfers known to Django, their operations to every door, and registers what the platform shows."""

    name = "throughline.modules.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Register the screens, and have the operations registered from the start, whoever asks first."""
        from throughline.governance.public import declare_permissions
        from throughline.modules.transfers import permissions, public, rest  # noqa: F401
        from throughline.modules.transfers.ui import transfer_forms, transfers, write_offs
        from throughline.platform import refs
        from throughline.platform.ui import lookups, screens
        from throughline.platform.ui.numbered import Numbered, register_numbered

        declare_permissions(permissions.LABELS)
        screens.register(transfers.LIST, transfers.RECORD, write_offs.FORM)
        screens.register(transfer_forms.SEND, transfer_forms.RECEIVE)
        lookups.register(transfer_forms.GOODS)
        register_numbered(Numbered("transfers", "Transfer", "transfers_transfer", permissions.READ, "arrows-exchange"))
        refs.register("transfers.transfer", transfers.shown)
