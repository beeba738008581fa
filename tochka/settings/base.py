"""Settings of a production installation; `dev` and `test` loosen them.

Every value that differs between installations comes from the environment
(see `.env.example`); without its secrets the process refuses to start.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from tochka.settings import environment
from tochka.settings.environment import BASE_DIR, env

SECRET_KEY = environment.secret_key()
DEBUG = False

DATA_DIR = environment.folder("DATA_DIR", "data")

# Address, hosts and HTTPS. The server behind a proxy learns from X-Forwarded-Proto, which gunicorn
# believes only from the addresses of PROXY_ADDRESSES (`tochka/gunicorn.py`), that a request was https.
SITE_ADDRESS = environment.site_address()
HTTPS = SITE_ADDRESS.startswith("https://")
ALLOWED_HOSTS = [
    urlsplit(SITE_ADDRESS).hostname or "127.0.0.1",
    *environment.host_names(),
    "127.0.0.1",
    "localhost",
    "[::1]",
]
PROXY_ADDRESSES = environment.proxy_addresses()  # whose word about the visitor's address is believed
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 31_536_000, least=0) if HTTPS else 0
# The other sites of the name, such as its mail, may have no https: that is for its owner to know.
HSTS_SUBDOMAINS = HTTPS and environment.yes("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS_SUBDOMAINS
SECURE_HSTS_PRELOAD = HSTS_SUBDOMAINS
# Whether search engines may keep the site: yes, no, or (None) as `centers.metadata.indexing` finds.
SEARCH_ENGINES = environment.yes_no_or_neither("SEARCH_ENGINES")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail's previews lift it for themselves

INSTALLED_APPS = [
    "tochka.apps.TochkaConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersConfig",  # in place of wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "toolkit",
    "ledger",
    "library",
    "accounts",
    "centers",
    "exchange",
    "feedback",
    "oversight",
    "demo",
]

MIDDLEWARE = [
    "tochka.watching.requests.ScreenMiddleware",
    "tochka.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tochka.compression.CompressionMiddleware",
    "tochka.csp.PolicyByPathMiddleware",
    "centers.metadata.indexing.SearchEnginesMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "toolkit.vision.middleware.VisionMiddleware",  # what is below it answers as for everybody
    "tochka.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.DoorMiddleware",
    "centers.gate.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "centers.whole_writes.WholeWritesMiddleware",  # last: it calls the screen
]

ROOT_URLCONF = "tochka.urls"
WSGI_APPLICATION = "tochka.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # The project's own templates are compiled (ADR-0040); those of applications are Django's as ever.
            "loaders": [
                (
                    "toolkit.compiled.loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Without EMAIL_HOST nothing is sent, and screens offer paper instead of letters (`toolkit/mail.py`).
_mail = environment.mail()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.host else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.encryption == "starttls"
EMAIL_USE_SSL = _mail.encryption == "ssl"
EMAIL_TIMEOUT = 8  # seconds for each step of a letter; somebody waits at the screen
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files, because every thread of the server and the worker must see what another one purged, and a
# school's machine has no cache server; several machines share one by CACHE_URL (ADR-0005, ADR-0032).
CACHE_URL = environment.cache_url()
CACHES = {"default": environment.caches(CACHE_URL, DATA_DIR)}
# Whole pages for visitors without a cookie of ours (`tochka/page_cache.py`). Memory is of each process.
PAGE_CACHE: dict[str, Any] = {
    "ON": environment.yes("PAGE_CACHE", default=True),
    "URL": CACHE_URL,
    "FOLDER": DATA_DIR / "pages",
    "DISK_BYTES": environment.number("PAGE_CACHE_MB", 512) * 1024 * 1024,
    "MEMORY_BYTES": 32 * 1024 * 1024,
}

# Work that a request need not wait for goes to the worker through the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.throttling.Backend",  # first: lets nobody past who was wrong too often
    "django.contrib.auth.backends.ModelBackend",
    "centers.backends.MembershipBackend",  # rights that follow from where a person works
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 10}}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# Who works for several schools signs in with a code besides the password (ADR-0020).
REQUIRE_SECOND_FACTOR = environment.yes("REQUIRE_SECOND_FACTOR", default=HTTPS)
OTP_TOTP_ISSUER = "Точка роста"
# Wrong passwords: ten of one name from one address close that name there for a quarter of an hour;
# `accounts/throttling.py` closes an address. A line of the log of logins holds an IP address: 180 days.
AXES_HANDLER = "accounts.throttling.Handler"
AXES_CLIENT_IP_CALLABLE = "toolkit.addresses.counted_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # our own log knows sessions and second steps
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # the login form itself says that the door is closed
    *([] if HSTS_SUBDOMAINS else ["security.W005", "security.W021"]),  # ADR-0011
]
LOGINS_KEPT = environment.number("LOGINS_KEPT", 180)  # days
INVITATION_DAYS = environment.number("INVITATION_DAYS", 7)
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.LoginForm"
# A forgotten password is replaced by somebody above, on paper; see docs/coordinators/people.md.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Wagtail's own field of the account is required, and many at schools have no address: `accounts` asks for it.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
TIME_ZONE = "Europe/Moscow"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MAX_AGE = 3600  # of the few names without a hash; the rest are immutable

MEDIA_ROOT = environment.folder("MEDIA_ROOT", "media")
MEDIA_URL = "/media/"
STORAGE = environment.storage()  # a bucket that several servers share; None for `MEDIA_ROOT`
STORAGES = {
    "default": {"BACKEND": f"library.{'buckets.PrivateBucket' if STORAGE else 'storage.PrivateStorage'}"},
    "renditions": {"BACKEND": f"library.{'buckets.PublicBucket' if STORAGE else 'storage.PublicStorage'}"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
USE_X_ACCEL = environment.yes("USE_X_ACCEL", default=False)
FILES_REACH_THE_DISK = True  # what is confirmed outlives a power failure (ADR-0036)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Two content security policies by path (`tochka/csp.py`): Wagtail's admin writes scripts and styles
# into its pages and has no nonces, the public pages need none of that.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],  # checkers read robots.txt in the name of the page
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

WAGTAIL_SITE_NAME = "Точка роста"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
# A school publishes itself; approval by groups would be one more thing to learn.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 5000  # ms; every half second is too often for a weak link
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000  # ms
WAGTAILIMAGES_IMAGE_MODEL = "library.Image"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "library.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "library.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "library.forms.DocumentForm"  # knows the kinds of files by content
WAGTAILDOCS_MAX_UPLOAD_SIZE = environment.number("MAX_DOCUMENT_MB", 20) * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "toolkit.search.russian"},
}

# Nothing asks another host, in the admin either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

WAGTAIL_USER_TIME_ZONES = [
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
]

# Everything goes to stderr; whoever runs the site (supervisor, systemd) decides where that leads.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "tochka.watching.logs.RequestNumber"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "tochka.watching.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": environment.log_format(),
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["console"], "level": environment.log_level()},
    "loggers": {
        "django": {"handlers": [], "level": environment.log_level(), "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # not every address that a robot guesses
        "axes": {
            "level": "CRITICAL"
        },  # wrong passwords stand in the log of logins, names of strangers nowhere
        "django_tasks_db": {"level": "ERROR"},  # its warnings only say that it was told to stop
    },
}

# Copies of the whole installation (`tochka.backups`): where, how many of each label stay, and whether the
# worker makes one a night, at which hour of TIME_ZONE.
BACKUP_DIR = environment.folder("BACKUP_DIR", "backups")
BACKUPS_KEPT = environment.number("BACKUPS_KEPT", 7, least=0)
NIGHTLY_BACKUP = environment.yes("NIGHTLY_BACKUP", default=True)
# The word that Prometheus says to read `/metrics`; without it they are for this machine alone.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# How many days the bin keeps what people have deleted.
BIN_DAYS = environment.number("BIN_DAYS", 90)
BACKUP_HOUR = environment.number("BACKUP_HOUR", 3, least=0, most=23)

# Whether the first start fills an empty database with the demonstration network.
LOAD_DEMO = environment.yes("LOAD_DEMO", default=True)
