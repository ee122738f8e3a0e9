"""Django application of the composition root."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web application: addresses, navigation and the demo company."""

    name = "throughline.web"
    label = "web"

    def ready(self) -> None:
        """Register what must hold across modules, and what the API says of itself."""
        from throughline.governance.public import register_usual
        from throughline.platform.rest.fields import describe_fields
        from throughline.platform.rest.guide import GUIDE, set_examples
        from throughline.platform.ui import first_day as steps
        from throughline.platform.ui import screens
        from throughline.web import api_words, examples, first_day, usual_roles, verification  # noqa: F401

        screens.register(GUIDE)
        steps.register(*first_day.STEPS)
        register_usual(*usual_roles.ROLES)
        describe_fields(api_words.FIELDS)
        set_examples(examples.examples_of)
