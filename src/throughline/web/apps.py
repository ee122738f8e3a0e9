"""Django application of the composition root."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application: addresses, navigation and the demo company."""

    name = "throughline.web"
    label = "web"
