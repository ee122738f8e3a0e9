"""Settings of the whole product. What differs between installations comes from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from throughline.platform.database.connections import databases
from throughline.platform.limits.rates import rates
from throughline.web.observing.logs import configuration

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("THROUGHLINE_DATA", ".data")).resolve()

DEVELOPMENT_KEY = "for-development-and-the-demo-only"
SECRET_KEY = os.environ.get("THROUGHLINE_SECRET_KEY", DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("THROUGHLINE_SECRET_KEY_FALLBACKS", "").split(",") if key]
DEBUG = os.environ.get("THROUGHLINE_DEBUG", "") == "1"
#: In production `throughline serve` insists on a safe set-up (`throughline check`), and cookies travel over TLS only.
PRODUCTION = os.environ.get("THROUGHLINE_PRODUCTION", "") == "1"
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
    "throughline.web.headers.SafeHeaders",
    "throughline.web.observing.pages.Watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "throughline.web.observing.requests.RequestLog",
    "throughline.platform.limits.guard.RateLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "throughline.governance.signin.guard.SessionGuard",
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

# Cookies, headers and TLS. A proxy in front ends TLS and says so; how many there are tells whom to believe.
TRUSTED_PROXIES = int(os.environ.get("THROUGHLINE_PROXIES", "1" if PRODUCTION else "0"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-throughline", "__Host-throughline-csrf") if PRODUCTION else ("throughline", "throughline-csrf")
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# How much may be asked in a while, by whom; the guide for production says what is usual.
RATE_LIMITS = rates(os.environ.get("THROUGHLINE_RATE_LIMITS", ""))

# Signing in. The domain of passkeys is that of the address; name it where several hosts share one.
PASSKEY_DOMAIN = os.environ.get("THROUGHLINE_PASSKEY_DOMAIN", "")
OPENID = {
    "issuer": os.environ.get("THROUGHLINE_OPENID_ISSUER", ""),
    "client_id": os.environ.get("THROUGHLINE_OPENID_CLIENT_ID", ""),
    "client_secret": os.environ.get("THROUGHLINE_OPENID_CLIENT_SECRET", ""),
    "name": os.environ.get("THROUGHLINE_OPENID_NAME", "your company's account"),
}

# Mail: smtp://user:password@host:port, smtps:// for TLS from the first byte, ?starttls=0 only on a line of one's own.
MAIL = urlsplit(os.environ.get("THROUGHLINE_MAIL_URL", ""))
MAIL_IS_SET_UP = bool(MAIL.hostname)
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "localhost", MAIL.port or (465 if MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = MAIL.scheme == "smtp" and "starttls=0" not in MAIL.query
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("THROUGHLINE_MAIL_FROM", "throughline@localhost")

# Logs, and who may read the counts at /metrics/ (nobody without a token).
LOGGING = configuration(PRODUCTION)
METRICS_TOKEN = os.environ.get("THROUGHLINE_METRICS_TOKEN", "")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
