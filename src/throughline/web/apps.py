"""Django application of the composition root."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application: addresses, navigation and the demo company."""

    name = "throughline.web"
    label = "web"

    def ready(self) -> None:
        """Register what must hold across modules, and the page of the API with examples."""
        from throughline.platform.rest.guide import GUIDE, set_examples
        from throughline.platform.ui import screens
        from throughline.web import examples, verification  # noqa: F401

        screens.register(GUIDE)
        set_examples(examples.examples_of)
