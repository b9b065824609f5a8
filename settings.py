"""Every setting comes from the environment; docs/running.md describes each one."""

import os
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from environs import Env

import checked_settings
from data_folder import (
    DATABASE_FILE,
    open_data_folder,
    secret_key_in,
    usual_data_folder,
)

env = Env()

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = open_data_folder(
    Path(env.str("DATA_DIR", "") or usual_data_folder(BASE_DIR))
)

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
LIMITS = env.str("LIMITS", "on") != "off"
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
SECRET_KEY = env.str("SECRET_KEY", "") or secret_key_in(DATA_DIR)

# Where people reach this installation. The one listed origin of the sockets and forms.
PUBLIC_URL = checked_settings.origin(
    env.str("PUBLIC_URL", "") or "http://127.0.0.1:8000", name="PUBLIC_URL"
)
ALLOWED_ORIGINS = [PUBLIC_URL, *env.list("ALLOWED_ORIGINS", [])]
if PUBLIC_URL.startswith("http://127.0.0.1"):
    # People type either name of their own machine.
    ALLOWED_ORIGINS.append(PUBLIC_URL.replace("127.0.0.1", "localhost", 1))
ALLOWED_HOSTS = sorted(
    {urlsplit(origin).hostname or "" for origin in ALLOWED_ORIGINS}
    | {"127.0.0.1", "localhost", "[::1]"}
)
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "ninja",
    "csp",
    "hub",
    "teams",
    "chat",
    "presence",
    "reports",
    "desk",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "teams.guard.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "urls"
ASGI_APPLICATION = "asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASE_URL = env.str("DATABASE_URL", "") or f"sqlite:///{DATA_DIR / DATABASE_FILE}"
DATABASES = {"default": checked_settings.database(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        # busy_timeout first: setting the journal mode can itself meet a lock.
        "init_command": (
            "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; "
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16000"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 2, "max_size": 16, "timeout": 10},
        "connect_timeout": 5,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = checked_settings.redis(env.str("REDIS_URL", ""))
CHANNEL_LAYERS = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
        }
        if REDIS_URL
        else {"BACKEND": "hub.local_layer.LocalChannelLayer"}
    )
}

HUB_ROUTING = "routing.ROUTING"

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "teams.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
# Whoever signs in has proven the address by the code: no further mail about it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {} if LIMITS else False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_signup": "/signin",
    "account_confirm_email": "/signin",
    "account_reset_password_from_key": "/signin",
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SOCKET_ORIGINS = [origin.replace("http", "ws", 1) for origin in ALLOWED_ORIGINS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": [
            "'self'",
            *(o.replace("http", "ws", 1) for o in ALLOWED_ORIGINS),
        ],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

EMAIL_URL = checked_settings.mail(env.str("EMAIL_URL", "") or "console:")
MAIL_READY = not EMAIL_URL.startswith("console:")
for _name, _value in env.dj_email_url("EMAIL_URL", "console:").items():
    globals()[_name] = _value
EMAIL_TIMEOUT = 10
if EMAIL_URL.startswith("file:"):
    # The parser takes the first slash of file:///folder away.
    EMAIL_FILE_PATH = urlsplit(EMAIL_URL).path
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Muster <muster@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "frontend" / "dist"
FRONTEND_DIR = BASE_DIR / "frontend" / "dist"


def keep_hashed_files(headers: Headers, _path: str, url: str) -> None:
    """The build puts a hash of the content into these names: they never change."""
    if url.startswith("/static/assets/"):
        headers["Cache-Control"] = "max-age=31536000, public, immutable"


SERVESTATIC_ADD_HEADERS_FUNCTION = keep_hashed_files

LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "daphne.http_protocol": {"level": "WARNING"},
        "daphne.server": {"level": "WARNING"},
    },
}

os.umask(0o077)
