"""Django application of the flows."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Subscribes the reactions."""

    name = "throughline.flows"
    label = "flows"
