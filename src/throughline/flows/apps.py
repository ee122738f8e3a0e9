"""Django application of the flows."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Subscribes the reactions."""

    name = "throughline.flows"
    label = "flows"

    def ready(self) -> None:
        """Import every flow."""
        from throughline.flows import control, counting, order_to_cash, returns  # noqa: F401
