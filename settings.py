"""Every setting comes from the environment; docs/running.md describes each one."""

import os
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.headers import Headers

import django
from environs import Env

import checked_settings
from data_folder import (
    DATABASE_FILE,
    open_data_folder,
    secret_key_in,
    usual_data_folder,
)
from redis_hosts import redis_hosts

env = Env()

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = open_data_folder(
    Path(env.str("DATA_DIR", "") or usual_data_folder(BASE_DIR))
)

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
LIMITS = env.str("LIMITS", "on") != "off"
LOG_LEVEL = checked_settings.log_level(env.str("LOG_LEVEL", "INFO"))
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# What one process lets in; more is turned away with HTTP 503 and comes back.
CONNECTS_PER_SECOND = checked_settings.number(
    env.str("CONNECTS_PER_SECOND", ""), 500, name="CONNECTS_PER_SECOND"
)
ANONYMOUS_CONNECTS_PER_SECOND = checked_settings.number(
    env.str("ANONYMOUS_CONNECTS_PER_SECOND", ""),
    50,
    name="ANONYMOUS_CONNECTS_PER_SECOND",
)
# In all processes together.
SOCKETS_PER_ADDRESS = checked_settings.number(
    env.str("SOCKETS_PER_ADDRESS", ""), 2000, name="SOCKETS_PER_ADDRESS"
)

# Where the daily backup goes; none is made while it is empty.
BACKUP_DIR = env.str("BACKUP_DIR", "")
BACKUP_KEEP = checked_settings.number(
    env.str("BACKUP_KEEP", ""), 14, name="BACKUP_KEEP"
)
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", "")

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
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
    "csp",
    "hub",
    "teams",
    "keeping",
    "chat",
    "presence",
    "reports",
    "desk",
    "overview",
    "demo",
    # No look for admin modules: other packages' show addresses of people.
    "django.contrib.admin.apps.SimpleAdminConfig",
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
    DATABASES["default"]["ENGINE"] = "hub.sqlite3"
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
    DATABASES["default"]["ENGINE"] = "hub.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # A pool that gives up soon tries anew for whoever asks next; hub.postgresql
        # asks again, and looks meanwhile whether there is a server.
        "pool": {
            "min_size": 2,
            "max_size": 16,
            "timeout": 0.25,
            "reconnect_timeout": 0.5,
        },
        "connect_timeout": 5,
        # Who is stopped in the middle of a transaction holds up the others this long.
        "options": "-c idle_in_transaction_session_timeout=5s",
        # A replica that was not promoted is as good as no database.
        "target_session_attrs": "read-write",
        # A machine that is gone without a word is noticed within some ten seconds.
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
REDIS_HOSTS = redis_hosts(REDIS_URL, env.str("REDIS_CA_FILE", ""))
# Pub/sub knows no database numbers: two installations on one Redis stay apart by this.
REDIS_PREFIX = f"muster-{blake2b(SECRET_KEY.encode(), digest_size=6).hexdigest()}-"
CHANNEL_LAYERS = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {
                "hosts": REDIS_HOSTS,
                "prefix": REDIS_PREFIX,
            },
        }
        if REDIS_URL
        else {"BACKEND": "hub.local_layer.LocalChannelLayer"}
    )
}

# What allauth counts: attempts to sign in, codes that were used. Strangers choose some
# of the keys, and what is pushed out is counted anew.
CACHES = {
    "default": {
        "OPTIONS": {"MAX_ENTRIES": 100_000},
        **(
            {
                "BACKEND": "hub.shared_cache.SharedCache",
                "LOCATION": REDIS_HOSTS,
                "KEY_PREFIX": f"{REDIS_PREFIX}cache-",
                "KEY_FUNCTION": "hub.shared_cache.hidden",
            }
            if REDIS_URL
            else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        ),
    }
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

MFA_ADAPTER = "teams.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Phones' clocks go wrong by a few seconds; each code opens once all the same.
MFA_TOTP_TOLERANCE = 1

# One provider of the campaign's own, by OpenID Connect. No issuer: none is offered.
OPENID_CONNECT_ISSUER = checked_settings.issuer(env.str("OPENID_CONNECT_ISSUER", ""))
OPENID_CONNECT_NAME = env.str("OPENID_CONNECT_NAME", "") or (
    urlsplit(OPENID_CONNECT_ISSUER).hostname or ""
)
SOCIALACCOUNT_ADAPTER = "teams.openid.SocialAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "openid",
                "name": OPENID_CONNECT_NAME,
                "client_id": env.str("OPENID_CONNECT_CLIENT_ID", ""),
                "secret": env.str("OPENID_CONNECT_CLIENT_SECRET", ""),
                "settings": {
                    "server_url": OPENID_CONNECT_ISSUER,
                    "oauth_pkce_enabled": True,
                },
            }
        ]
        if OPENID_CONNECT_ISSUER
        else []
    }
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
        "img-src": ["'self'", "data:"],
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
ANYMAIL = checked_settings.anymail(env.str("ANYMAIL", ""))
if _provider := checked_settings.mail_provider(EMAIL_URL):
    EMAIL_BACKEND = f"anymail.backends.{_provider}.EmailBackend"
else:
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
# Beside the build, what the administration's pages need, and nothing of other packages.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [
    ("admin", Path(django.__file__).parent / "contrib/admin/static/admin")
]
SERVESTATIC_USE_STATIC_ROOT = True
SERVESTATIC_USE_FINDERS = True
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
        "line": {"()": "hub.brief_logs.BriefFormatter", "fmt": LOG_LINE},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "daphne.http_protocol": {"level": "WARNING"},
        "daphne.server": {"level": "WARNING"},
        # hub.postgresql says once that the database is away, the pool at each attempt.
        "psycopg.pool": {"level": "ERROR"},
    },
}

os.umask(0o077)
