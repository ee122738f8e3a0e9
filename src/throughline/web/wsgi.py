"""The WSGI door that a web server opens: `throughline.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
application = get_wsgi_application()
