"""Django application of governance."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers the duty gate and how a reaction acts on behalf of the author of its cause."""

    name = "throughline.governance"
    label = "governance"

    def ready(self) -> None:
        """Tell the platform what only this tier knows."""
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in

        from throughline.governance import (  # noqa: F401
            access,
            deliveries,
            duties,
            organisation,
            permissions,
            rest,
            services,
            tokens,
            ui,
            verification,
        )
        from throughline.governance.access.labels import meaning
        from throughline.governance.signin import operations as sign_in_operations  # noqa: F401
        from throughline.governance.signin.proving import prove_own_password
        from throughline.platform import events, operations
        from throughline.platform.permissions import set_timezones
        from throughline.platform.signin.proofs import set_prover

        operations.set_duty_gate(duties.gate)
        operations.set_permission_words(meaning)
        events.set_author(organisation.on_behalf)
        events.set_failure_sink(deliveries.put_before_a_person)
        set_timezones(organisation.timezone_of)
        access.declare_permissions(permissions.LABELS)
        set_prover(prove_own_password)
        ui.register()
        # Signing in is an operation of ours, which notes it; the framework would write outside of one.
        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
