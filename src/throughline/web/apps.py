"""Django application of the composition root."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application: addresses, navigation and the demo company."""

    name = "throughline.web"
    label = "web"

    def ready(self) -> None:
        """Register what must hold across modules, and the page of the API with examples."""
        from throughline.platform.rest.guide import GUIDE, set_examples
        from throughline.platform.ui import first_day as steps
        from throughline.platform.ui import screens
        from throughline.web import examples, first_day, verification  # noqa: F401

        screens.register(GUIDE)
        steps.register(*first_day.STEPS)
        set_examples(examples.examples_of)
