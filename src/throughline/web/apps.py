"""Django application of the composition root."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application: addresses, navigation and the demo company."""

    name = "throughline.web"
    label = "web"

    def ready(self) -> None:
        """Register what must hold across modules."""
        from throughline.web import verification  # noqa: F401
