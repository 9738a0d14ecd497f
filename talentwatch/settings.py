"""Every setting of the project; the environment is read in one block at the top."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from talentwatch.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "django-insecure-for-development-and-tests-only"  # talentwatch/wsgi.py refuses to serve with it

env = Environment()
env.read_env(ROOT / ".env")

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", default=DEVELOPMENT_KEY)
# Knows erased addresses again. It has to outlast SECRET_KEY: with another key, they are nobody's.
ERASURE_KEY = env.secret("ERASURE_KEY", default=SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.flag("HTTPS", default=False)
DATABASE = env.database("DATABASE_URL", default=f"sqlite:///{ROOT / 'db.sqlite3'}")
# PostgreSQL's streaming replicas of that database, which answer anonymous readers: addresses separated by commas.
REPLICA_DATABASES = env.replicas("REPLICA_URLS")
# Threads of each process of gunicorn, whose configuration sets it. Some are kept free: for /healthz, for /readyz, and for
# saying to everybody else that there is no place.
FREE_THREADS = 3
WEB_THREADS = env.number("WEB_THREADS", default=32, at_least=FREE_THREADS + 1)
# Seconds: docs/reliability.md says what each of them is for.
CONNECT_TIMEOUT = env.number("CONNECT_TIMEOUT", default=2, at_least=1)
READER_STATEMENT_TIMEOUT = env.number("READER_STATEMENT_TIMEOUT", default=3.0, at_least=0.1)
DESK_STATEMENT_TIMEOUT = env.number("DESK_STATEMENT_TIMEOUT", default=60.0, at_least=0.1)
EDIT_LOCK_TIMEOUT = env.number("EDIT_LOCK_TIMEOUT", default=10.0, at_least=0.1)
IDLE_IN_TRANSACTION_TIMEOUT = env.number("IDLE_IN_TRANSACTION_TIMEOUT", default=120.0, at_least=0.1)
MAX_WAITING_EDITS = env.number("MAX_WAITING_EDITS", default=8, at_least=0)
CACHE = env.cache_address("CACHE_URL", default="locmemcache://talentwatch")
NUM_PROXIES = env.number("NUM_PROXIES", default=0, at_least=0)
API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", default=300, at_least=1)
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", default=120, at_least=1)
SESSION_HOURS = env.number("SESSION_HOURS", default=12, at_least=1)
TOTP = env.choice("TOTP", "off", "optional", "required")  # two-factor login at the desk
FOUR_EYES = env.flag("FOUR_EYES", default=False)  # the author of a record can't publish it
DOWNLOADS_DIR = env.path("DOWNLOADS_DIR", default=ROOT / "downloads")  # the files of /data/
DOWNLOADS_ON_REQUEST = env.flag("DOWNLOADS_ON_REQUEST", default=True)  # or only by manage.py build_downloads
STATIC_ROOT = env.path("STATIC_ROOT", default=ROOT / "staticfiles")  # where collectstatic writes
LOG_FORMAT = env.choice("LOG_FORMAT", "line", "json")
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
EMAIL = env.email_address("EMAIL_URL", default="dummymail://")  # without it, no e-mail is sent
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="talentwatch@localhost")

# Applications

INSTALLED_APPS = [
    "talentwatch.erasure",
    "talentwatch.site",
    "talentwatch.reconciliation",
    "talentwatch.articles",
    "talentwatch.editions",
    "talentwatch.exchange",
    "talentwatch.desk",  # its templates come before the admin's own
    "talentwatch.desk.apps.DeskSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
    "talentwatch.records",
    "talentwatch.jobs",
    "talentwatch.publishing",
    "talentwatch.merging",
    "talentwatch.documents",
    "talentwatch.api",
    "talentwatch.charts",
    "people",
    "events",
    "talentwatch.changefeed",
]
MIDDLEWARE = [
    "talentwatch.metrics.MetricsMiddleware",
    "talentwatch.middleware.UnreadBodyMiddleware",
    "talentwatch.middleware.RequestIdMiddleware",
    "talentwatch.middleware.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "talentwatch.middleware.ContentSecurityPolicyMiddleware",
    "talentwatch.request_limits.RequestLimitsMiddleware",
    "talentwatch.request_databases.RequestDatabaseMiddleware",
    "talentwatch.middleware.BadRequestMiddleware",
    "talentwatch.middleware.EntityTagMiddleware",
    "talentwatch.remembered_responses.RememberedResponseMiddleware",
    "talentwatch.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "talentwatch.urls"
WSGI_APPLICATION = "talentwatch.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data

SQLITE = {
    "ENGINE": "talentwatch.databases.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": EDIT_LOCK_TIMEOUT,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    },
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": CONNECT_TIMEOUT,
    # A machine or network that is gone, unlike a server that has hung, is noticed by TCP.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,  # milliseconds
    # Compiling a query takes longer than any of ours runs; and no disk that holds a database today reads neighbouring pages
    # four times faster than others, which is what PostgreSQL assumes.
    "options": "-c jit=off -c random_page_cost=1.1",
}
PERSISTENT_CONNECTIONS = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def postgresql(address: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The settings of a server; what its address says takes precedence."""
    options = POSTGRESQL_OPTIONS | options | address.get("OPTIONS", {})
    return address | PERSISTENT_CONNECTIONS | {"ENGINE": "talentwatch.databases.postgresql", "OPTIONS": options}


if "sqlite" in DATABASE["ENGINE"]:
    DATABASES = {"default": DATABASE | PERSISTENT_CONNECTIONS | SQLITE}
    if REPLICA_DATABASES:
        raise ImproperlyConfigured("REPLICA_URLS needs PostgreSQL in DATABASE_URL.")
else:
    # Of several hosts, libpq takes the one that is the primary now.
    DATABASES = {"default": postgresql(DATABASE, target_session_attrs="read-write")}
for number, replica in enumerate(REPLICA_DATABASES, 1):
    # In tests, what is written to one is read from the other.
    DATABASES[f"replica {number}"] = postgresql(replica) | {"TEST": {"MIRROR": "default"}}
REPLICAS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["talentwatch.databases.replicas.ReplicaRouter"] if REPLICAS else []
REDIS = {
    "BACKEND": "talentwatch.cache.PausingRedisCache",
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds; then we do without the cache
}
CACHES = {"default": CACHE | (REDIS if "redis" in CACHE["BACKEND"] else {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [ROOT / "fixtures"]
SERIALIZATION_MODULES = {"json": "talentwatch.records.json_fixtures"}

# Long work

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # manage.py run_jobs runs them

# Security

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# The first hashes new passwords, and the old ones of who logs in.
PASSWORD_HASHERS = [
    "talentwatch.desk.password_hashers.FrugalArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
OTP_TOTP_ISSUER = "talentwatch"  # the name of the entry in an authenticator app
SESSION_ENGINE = "talentwatch.desk.sessions"
SESSION_IDLE = timedelta(minutes=SESSION_IDLE_MINUTES)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600  # since the login
AXES_HANDLER = "talentwatch.desk.login.LoginHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
LOGIN_FAILURES_PER_ADDRESS = 20  # whatever the names
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or Retry-After would be wrong
AXES_LOCKOUT_CALLABLE = "talentwatch.site.errors.too_many_passwords"
AXES_CLIENT_IP_CALLABLE = "talentwatch.api.clients.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and NUM_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "talentwatch.site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = (
    r"^/(api/|data/.|reconcile(/|$))"  # a browser asks for no leave to POST a form, so POST isn't listed below
)
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-match", "if-none-match", "x-request-id"]
CORS_EXPOSE_HEADERS = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "X-Withheld"]

# The desk

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["talentwatch.formats"]
TIME_ZONE = "UTC"
USE_TZ = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where an address to go to after login isn't ours
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# The preview of an import asks about each row that may repeat a stored record, and a file has at most 20,000 rows. Forms
# and lists have lower limits of their own (talentwatch/desk/inlines.py and model_admin.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
# The only form with a file is the import, and that has one.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "talentwatch.exchange.uploads.LimitedUploadHandler",
]

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["talentwatch.api.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "talentwatch.api.renderers.StrictNegotiation",
    "DEFAULT_FILTER_BACKENDS": ["talentwatch.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "talentwatch.api.paging.KeysetPagination",
    "DEFAULT_THROTTLE_CLASSES": ["talentwatch.api.throttling.AnonymousThrottle"],
    "DEFAULT_SCHEMA_CLASS": "talentwatch.api.schema.ContractSchema",
    "URL_FORMAT_OVERRIDE": None,  # our own negotiation reads it; DRF would carry it into every address it writes
    "EXCEPTION_HANDLER": "talentwatch.api.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "talentwatch",
    "DESCRIPTION": "Who moves between AI labs: a curated, sourced timeline. Read-only; data CC-BY-4.0.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "CONTACT": {"name": "talentwatch"},
    "SERVERS": [{"url": "/", "description": "This installation."}],
    "LICENSE": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
    "SERVE_INCLUDE_SCHEMA": True,
    "COMPONENT_SPLIT_REQUEST": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["talentwatch.api.schema.add_components"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# Logs

NO_EMAIL = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = (
    EMAIL["EMAIL_BACKEND"],
    EMAIL["EMAIL_HOST"] or "localhost",
    EMAIL["EMAIL_PORT"] or 25,
)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"] or "", EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 5  # seconds that an editor waits for a mail server
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "talentwatch.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
        "json": {"()": "talentwatch.json_logs.JSONFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
