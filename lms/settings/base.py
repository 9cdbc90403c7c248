"""Settings shared by every environment. Each variable read here is described in `.env.example`."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Applications -------------------------------------------------------------------------

INSTALLED_APPS = [
    "lms",
    "courses.people",
    "courses",
    "courses.quizzes",
    "courses.journals",
    "courses.evaluations",
    "courses.compliance",
    "scenarios",
    "certificates",
    "wagtail.contrib.redirects",  # remembers where a renamed page stood
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "courses.people.apps.CandourUsersConfig",  # wagtail.users, its pages leading to ours
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

# Every activity type is one application, found through this one setting.
ACTIVITY_TYPES = [
    "scenarios.activity.ScenarioActivity",
    "courses.quizzes.activity.QuizActivity",
    "courses.journals.activity.JournalActivity",
    "courses.evaluations.activity.EvaluationActivity",
    "courses.evaluations.activity.AttestationActivity",
]
# Snippets that trainers may write besides those that activity types name.
AUTHORED_MODELS = ["courses.Category", "courses.GlossaryTerm", "scenarios.Perspective"]
# What applications add to a person's page for managers: see `courses.compliance.panels`.
PERSON_PANELS = ["courses.views.brought.panel"]

MIDDLEWARE = [
    "lms.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.middleware.AnonymousPageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "courses.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.middleware.WrongMethodMiddleware",
    "lms.middleware.SignedOutFormMiddleware",
    "courses.middleware.AdminDoorMiddleware",
    "courses.middleware.KeptMiddleware",
    "courses.middleware.OldAddressMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

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
                "lms.context_processors.site",
            ],
            # Icons stand on every page a dozen times.
            "builtins": ["lms.templatetags.site_tags"],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def whole_number(name: str, text: str) -> int:
    """The value of a setting that must be a whole number; says which when it isn't one."""
    if not text.strip().isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, and is “{text}”.")
    return int(text)


def database(url: str) -> dict:
    """Return Django's settings for a database address, with what each engine needs to be safe.

    SQLite gets write-ahead logging, IMMEDIATE transactions and a busy timeout, since its defaults
    lose writes as soon as two people act at once. PostgreSQL gets psycopg's connection pool.
    """
    config = environ.Env.db_url_config(url)
    if not config.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// or sqlite:///, and name a database."
        )
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"].endswith("sqlite3"):
        options.update(
            transaction_mode="IMMEDIATE",
            timeout=20,
            init_command=(
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON;PRAGMA cache_size=-16000;"
            ),
        )
    else:
        options.setdefault(
            "pool",
            {
                "min_size": 1,
                "max_size": whole_number("DATABASE_POOL", env.str("DATABASE_POOL", default="8")),
            },
        )
        # Only for cursors that ask for it: see `courses.people.prepared`.
        options.setdefault("prepare_threshold", 0)
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
    return config


DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3"))
}

# Whether PostgreSQL keeps the plans of the statements that every request asks for.
DATABASE_PREPARED = env.bool("DATABASE_PREPARED", default=True)

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL},
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
    }

# How long a stranger's home and catalogue pages may be answered from memory; 0 turns it off.
PUBLIC_CACHE_SECONDS = whole_number(
    "PUBLIC_CACHE_SECONDS", env.str("PUBLIC_CACHE_SECONDS", default="60")
)

# How many seconds after a quiz's time an answer still counts that was on its way.
QUIZ_GRACE_SECONDS = whole_number("QUIZ_GRACE_SECONDS", env.str("QUIZ_GRACE_SECONDS", default="15"))

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
try:
    _email = environ.Env.email_url_config(EMAIL_URL)
except ImproperlyConfigured as error:
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or consolemail://."
    ) from error
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST", "")
EMAIL_PORT = _email.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Candour <candour@example.org>")

TASKS = {
    "default": {
        "BACKEND": env.str(
            "TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend"
        )
    }
}

# --- Files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Certificates and other people's papers: never under MEDIA_ROOT, never served by address.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(PRIVATE_ROOT),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a scenario form is large

# --- People and sign-in -------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["courses.people.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"
ACCOUNT_ADAPTER = "courses.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "courses.people.loginforms.LoginForm",
    "add_email": "courses.people.loginforms.AddEmailForm",
    "change_password": "courses.people.loginforms.ChangePasswordForm",
    "reset_password": "courses.people.loginforms.ResetPasswordForm",
    "reset_password_from_key": "courses.people.loginforms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "courses.people.sessions"  # Django's rows, read faster
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.views.csrf_failure"

# Journal texts, reasons and free text are sealed with these: "id:base64 of 32 bytes", comma
# separated; the first seals, all open.
SEALING_KEYS = env.list("SEALING_KEYS", default=[])

# --- Language and time --------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Wagtail ------------------------------------------------------------------------------

BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = "Candour"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "Pacific/Auckland",
]
WAGTAILIMAGES_IMAGE_MODEL = "courses.CandourImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.forms.WholeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "courses.CandourDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # always to save, never to open in our origin
WAGTAILMEDIA = {
    "MEDIA_MODEL": "courses.CandourMedia",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True

# --- Security -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
