"""Settings. Everything has a default; the environment overrides what a deployment must."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from dmr.openapi import OpenAPIConfig
from dmr.openapi.objects import License

from config import env
from config.redis_cache import TIMEOUT_SECONDS

BASE_DIR = Path(__file__).resolve().parent.parent
# Files that the site writes: SQLite's database, secret key, logs. Made by whoever writes one.
VAR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
if not (os.environ.get("SECRET_KEY") and os.environ.get("DATABASE_URL")):
    env.keep_private(VAR, folder=True)

DEBUG = env.flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or env.stored_secret(VAR / "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
MODELS_DEV_URL = os.environ.get("MODELS_DEV_URL", "https://models.dev/api.json")
# What a payload may cost. A day of 2026 has 2.4 MB and 5,300 offers; 40,000 take 20 MB.
FEED_MAX_MB = env.count("FEED_MAX_MB", 24)
FEED_MAX_OFFERS = env.count("FEED_MAX_OFFERS", 40_000)
# Whether `make run` loads today's data and a weekly history when it starts for the first time.
BACKFILL = env.flag("BACKFILL", default=True)
HISTORY_STATUS = VAR / "history_status.json"  # what that is doing; see catalog/history_status.py
PULL_STEPS = VAR / "progress"  # of running pulls, where there is no CACHE_URL
REDIS_URL = os.environ.get("REDIS_URL", "")
# Never the broker's Redis by default: rendered pages fill it, and a full one takes no tasks.
CACHE_URL = os.environ.get("CACHE_URL", "")
CONTACT = os.environ.get("CONTACT", "")  # e-mail address or URL, shown on the About page
# Where the admin is: below this first part of the URL.
ADMIN_PATH = env.slug("ADMIN_PATH", "admin")
# Whether everyone in the admin needs a code from an authenticator app beside the password.
TWO_FACTOR = env.flag("TWO_FACTOR")
ACCESS_LOGS = env.flag("ACCESS_LOGS")  # whether the About page says that access logs are kept

INSTALLED_APPS = [
    "config",
    "api",
    "pages",
    "changelog",
    "scoring",
    "pricing",
    "catalog",
    "staff.admin_config.LedgerAdminConfig",  # Django's admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "corsheaders",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # Last: it grants permissions of all tables and audits all that can be edited.
    "staff",
]

MIDDLEWARE = [
    "config.request_ids.named_requests",
    "config.metrics.counting.counted_requests",
    # First those that add headers, so that every answer has them.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.policies.policy_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.probes.answer_probes",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "config.kept_pages.middleware.kept_pages",
    "config.unknown_parameters.unknown_parameters",
    # Here begins what a kept page does without.
    "config.errors.unavailable_at_once",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.language_from_path",
    "config.bodies.bodies_only_where_expected",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staff.audit.audited_requests",
    "axes.middleware.AxesMiddleware",  # answers a sign-in that is locked out
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalog.context_processors.data",
            ],
        },
    },
]

# Data

# Seconds that a query may take; 0 is no limit. The site's is 5: config/asgi.py.
STATEMENT_TIMEOUT = env.seconds("STATEMENT_TIMEOUT", 0)
DATABASES = {
    "default": env.database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'ledger.sqlite3'}",
        # A command waits its turn. A visitor does not: config/asgi.py says 2 s.
        sqlite_timeout=env.seconds("SQLITE_TIMEOUT", 30),
        statement_timeout=STATEMENT_TIMEOUT,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    env.keep_private(Path(DATABASES["default"]["NAME"]))  # it holds accounts and sessions
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "config.redis_cache.FaultTolerantRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "ledger",
        "OPTIONS": {
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "socket_timeout": TIMEOUT_SECONDS,
        },
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages that depend on the language only. They never expire, so they must not outlive
    # the process: the next release may render them differently.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
    },
}

# Memory of a process for pages as they were answered (config/kept_pages), and whether popular ones
# are made right after each pull.
KEPT_PAGES_MB = env.count("KEPT_PAGES_MB", 32)
HOT_PAGES = env.flag("HOT_PAGES", default=True)

# Seconds for which a process serves a version without asking whether it is still the newest.
VERSION_SECONDS = env.seconds("VERSION_SECONDS", 1)

# Seconds between polls for a new catalogue version to preload (config/preload.py); 0 is never.
WARM_EVERY = env.seconds("WARM_EVERY", 2)

# Threads of a worker that answer requests. None waits for a client (config/body_buffer.py), but one
# may wait for the database, or price a long log. Each takes 1 MB and a database connection.
THREADS = env.count("THREADS", 4)

# What Prometheus says to be answered; empty: there are no metrics to be had. And where the web
# processes of one server share their numbers.
METRICS_TOKEN = env.token("METRICS_TOKEN")
METRICS_DIR = Path(os.environ.get("METRICS_DIR") or VAR / "metrics")

# Languages and times

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hant", _("Traditional Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "UTC"
USE_TZ = True

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: no password is checked while locked out
    "django.contrib.auth.backends.ModelBackend",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    # Takes 16 MB of memory a guess, so graphics cards guess slowly.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    # Of accounts made earlier; the next sign-in stores the password anew.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# A sign-in ends after a working day, and with the browser.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True  # forms hold the token; no script of ours reads the cookie
# Django's name, or one that browsers take from HTTPS and this very host only.
HOST_PREFIX = "__Host-" if env.flag("HTTPS") else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_PREFIX}sessionid", f"{HOST_PREFIX}csrftoken"

# Failed sign-ins, counted in the database for all processes.

AXES_FAILURE_LIMIT = 5
# By address alone: if names were locked out, anyone could keep an editor from signing in.
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_RESET_ON_SUCCESS = True
# A locked-out client that goes on must not lengthen the lock of others at its address.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "staff/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "catalog.http.client_address"
# In log lines. Not the username: people type passwords into the wrong field.
AXES_SENSITIVE_PARAMETERS = ["username"]
AXES_DISABLE_ACCESS_LOG = True  # of those who signed in: the audit log says what they did
AXES_ENABLE_ADMIN = False  # staff.admin shows attempts, in both languages
OTP_TOTP_ISSUER = "Model Ledger"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# A usage log of 25 MB, pasted or uploaded, is the largest request; its view rejects larger ones.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
# The memory handler alone: by default, Django writes uploads over 2.5 MB to a temporary file, but
# we promise not to store logs. It ignores files in requests over FILE_UPLOAD_MAX_MEMORY_SIZE.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
X_FRAME_OPTIONS = "DENY"
LOGIN_REDIRECT_URL = "admin:index"  # a sign-in without `next`
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Only behind a proxy that sets X-Forwarded-Proto: without one, any client could set it.
HTTPS = env.flag("HTTPS")
# Whether a proxy sets X-Forwarded-For and X-Forwarded-Port itself, also one without TLS.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=HTTPS)
USE_X_FORWARDED_PORT = BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by address, inside
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# HSTS for subdomains, and for good: they decide about sites other than this one.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# The API: read-only and without keys, so pages of other sites may read it.

CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_EXPOSE_HEADERS = [
    *("Content-Location", "Content-Range", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After")
]
API_REQUESTS_PER_MINUTE = env.count("API_REQUESTS_PER_MINUTE", 3000)
# Bundles (api/bundles): files of 14 MB a day, with compressed copies 16 MB.
BUNDLES_DIR = Path(os.environ.get("BUNDLES_DIR") or VAR / "bundles")
BUNDLES_MB = env.count("BUNDLES_MB", 512)
BUNDLE_KEY = env.existing_file("BUNDLE_KEY")  # signs them; `manage.py bundle-key` makes one
DMR_SETTINGS: dict[str, object] = {
    # Tests validate every answer against its schema; in production that is time for nothing.
    "validate_responses": False,
    "semantic_schema_providers": [],
    "openapi_config": OpenAPIConfig(
        title="Model Ledger",
        version="1",
        summary="Prices, limits and capabilities of AI models at every provider, on any day.",
        license=License(name="MIT", identifier="MIT"),
    ),
}

# Logging: our own messages from INFO, all others from WARNING, one line each.

OUR_APPS = ("staff", "api", "pages", "catalog", "pricing", "scoring", "changelog", "config")
# One JSON object a line, for programs that collect logs.
JSON_LOGS = env.flag("JSON_LOGS")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {request_id}{message}", "style": "{"},
        "json": {"()": "config.request_ids.JsonLines"},
    },
    "filters": {
        "no_client_tracebacks": {"()": "config.log_lines.NoClientTracebacks"},
        "names_request": {"()": "config.request_ids.NamesRequest"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if JSON_LOGS else "line",
            "filters": ["no_client_tracebacks", "names_request"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Scanners send any Host header; a traceback for each would bury the rest.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        **{name: {"level": "INFO"} for name in OUR_APPS},
    },
}

# Celery: without a broker, a task runs where it is called.

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_WORKER_LOG_FORMAT = "[%(asctime)s: %(levelname)s/%(processName)s] %(request_id)s%(message)s"
CELERY_WORKER_TASK_LOG_FORMAT = CELERY_WORKER_LOG_FORMAT
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # another worker takes over the task of one that dies
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A pull may have to rebuild, which takes half a second for each day on record.
CELERY_TASK_SOFT_TIME_LIMIT = 60 * 60
CELERY_TASK_TIME_LIMIT = 65 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# Redis redelivers an unacknowledged task after this long, so it exceeds the time limit.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 75 * 60}

# A daily update, and an hourly one, which usually costs one "304 Not Modified". Without a broker,
# `manage.py serve` runs this schedule itself.

DAILY_UPDATE_HOUR, DAILY_UPDATE_MINUTE = env.time_of_day("DAILY_UPDATE_AT", "06:15")
CELERY_BEAT_SCHEDULE = {
    "daily update": {
        "task": "config.tasks.daily_update",
        "schedule": crontab(hour=str(DAILY_UPDATE_HOUR), minute=str(DAILY_UPDATE_MINUTE)),
    },
    "hourly update": {
        "task": "config.tasks.daily_update",
        "schedule": crontab(minute=str((DAILY_UPDATE_MINUTE + 30) % 60)),
    },
}

# Errors of ours, to a Sentry: last, since it must know all secrets.

SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
if SENTRY_DSN:
    from config.error_reports import start_error_reports

    passwords = [urlsplit(url).password or "" for url in (REDIS_URL, CACHE_URL, MODELS_DEV_URL)]
    start_error_reports(
        SENTRY_DSN,
        [SECRET_KEY, METRICS_TOKEN, DATABASES["default"].get("PASSWORD", ""), *passwords],
    )
