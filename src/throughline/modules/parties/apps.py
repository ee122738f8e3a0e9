"""Django application of parties."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Makes parties and their terms known to Django and registers what the platform shows and verifies."""

    name = "throughline.modules.parties"
    label = "parties"

    def ready(self) -> None:
        """Register the screens and what may be permitted."""
        from throughline.governance.public import declare_account_owners, declare_permissions
        from throughline.modules.parties import permissions, rest, ui  # noqa: F401
        from throughline.modules.parties.queries.customers import account_owners

        declare_permissions(permissions.LABELS)
        declare_account_owners(account_owners)
        ui.register()
