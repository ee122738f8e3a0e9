"""Settings of the whole product. What differs between installations comes from the environment."""

import os
from pathlib import Path

from throughline.platform.database.connections import databases

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("THROUGHLINE_DATA", ".data")).resolve()

SECRET_KEY = os.environ.get("THROUGHLINE_SECRET_KEY", "for-development-and-the-demo-only")
DEBUG = os.environ.get("THROUGHLINE_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("THROUGHLINE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "throughline.platform",
    "throughline.governance",
    "throughline.modules.parties",
    "throughline.modules.documents",
    "throughline.modules.ledger",
    "throughline.modules.catalog",
    "throughline.modules.pricing",
    "throughline.modules.settlement",
    "throughline.modules.inventory",
    "throughline.modules.billing",
    "throughline.modules.warehouse",
    "throughline.modules.logistics",
    "throughline.modules.sales",
    "throughline.modules.transfers",
    "throughline.modules.returns",
    "throughline.modules.integrations",
    "throughline.flows",
    "throughline.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "throughline.web.urls"
WSGI_APPLICATION = "throughline.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASES = databases(os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "platform.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "throughline.platform.ui.errors.forbidden"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
