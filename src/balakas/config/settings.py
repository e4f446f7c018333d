"""Django settings. What an office decides lives in the database; what a machine decides comes from its environment."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from balakas.config import data_folder

PACKAGE = Path(__file__).resolve().parent.parent

BALAKAS_DATA = data_folder.path()
BALAKAS_KEYS = BALAKAS_DATA / "keys"
BALAKAS_FILES = BALAKAS_DATA / "files"

DEBUG = os.environ.get("BALAKAS_DEBUG") == "1"
SECRET_KEY = data_folder.secret_key(BALAKAS_KEYS)
ALLOWED_HOSTS = (
    ["*"]
    if os.environ.get("BALAKAS_LAN") == "1"
    else os.environ.get("BALAKAS_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
)
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("BALAKAS_ORIGINS", "").split(",") if origin]
# The address under which citizens reach this office (`https://…`); it stands in the QR of papers and invitations.
BALAKAS_PUBLIC_URL = os.environ.get("BALAKAS_PUBLIC_URL", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "balakas.common",
    "balakas.vault",
    "balakas.audit",
    "balakas.regions",
    "balakas.staff",
    "balakas.papers",
    "balakas.sop",
    "balakas.letters",
    "balakas.distributions",
    "balakas.recipients",
    "balakas.planning",
    "balakas.handover",
    "balakas.reporting",
    "balakas.portal",
    "balakas.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "balakas.config.middleware.headers",
    "balakas.config.middleware.OfficeLanguage",
    "balakas.config.middleware.field_api",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "balakas.config.middleware.officer",
    "balakas.config.middleware.password_first",
    "balakas.config.middleware.FullDisk",
    "balakas.config.resending.KeepDraft",
    "balakas.config.resending.OncePerForm",
]

ROOT_URLCONF = "balakas.config.urls"
WSGI_APPLICATION = "balakas.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "staff" / "templates"],  # before allauth's own pages
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "balakas.config.context.office",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "balakas.common.templatetags.balakas",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{BALAKAS_DATA / 'balakas.sqlite3'}", conn_max_age=600)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: an acknowledged write survives a power cut. IMMEDIATE: a writer waits its turn instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BALAKAS_DATA / "cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "balakas.staff.adapter.ClosedOffice"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "BALAKAS"
MFA_PASSKEY_LOGIN_ENABLED = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "balakas.config.sessions.SealedSerializer"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "balakas.config.resending.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if os.environ.get("BALAKAS_HTTPS") == "1":
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Makassar"

STATIC_URL = "static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_ROOT = PACKAGE / "common" / "root"  # /favicon.ico: a PDF shown in the browser has no page that names an icon
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/build/(?:field/)?assets/"  # Vite puts a hash into each name

FILE_UPLOAD_HANDLERS = ["balakas.common.uploads.MemoryOnlyUploadHandler"]
# Plain spool files would leave a citizen's card on the disk: everything up to the limit stays in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
BALAKAS_UPLOAD_LIMIT = 60 * 1024 * 1024
# A list of a million people is a CSV of 140 MB or a workbook of 90.
BALAKAS_UPLOAD_LIMITS = {"recipients:bring": 256 * 1024 * 1024}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
