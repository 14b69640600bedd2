"""Settings, all from the environment.

XIEZHI_HOME    where data lives (database, papers, secret); default ./var
DATABASE_URL   another database than SQLite in the home
XIEZHI_LAW     another law book than the one beside the source
XIEZHI_SEAL_SECRET  opens the courts' keys; default: made in XIEZHI_HOME
XIEZHI_HOSTS   host names served, by commas
XIEZHI_HTTPS   1 when reached over HTTPS: secure cookies, HSTS
XIEZHI_DEBUG   1 shows Django's pages of faults; never where others can reach it
XIEZHI_LOG     json: a JSON object a line in place of text
XIEZHI_SLOW    milliseconds from which a statement is logged, without its values; default 500
XIEZHI_METRICS_TOKEN  who shows it may read /metrics; without it only this machine may
SECRET_KEY     in place of the one kept in the home
"""

from __future__ import annotations

import os
from pathlib import Path

from xiezhi.keeping.home import database, secret

ROOT = Path(__file__).resolve().parents[3]
XIEZHI_HOME = Path(os.environ.get("XIEZHI_HOME") or "var").resolve()
XIEZHI_HOME.mkdir(parents=True, exist_ok=True)
LAW_DIR = Path(os.environ.get("XIEZHI_LAW") or ROOT / "law").resolve()
LAW_KEPT = XIEZHI_HOME / "law"
PAPERS_DIR = XIEZHI_HOME / "papers"

DEBUG = os.environ.get("XIEZHI_DEBUG") == "1"
HTTPS = os.environ.get("XIEZHI_HTTPS") == "1"
# The carrier of short messages and e-mail; the default writes into the home and reads receipts from it.
GATEWAY = os.environ.get("XIEZHI_GATEWAY", "xiezhi.kernel.exchange.gateway.Folder")
SEAL_KEYS = XIEZHI_HOME / "keys"
SEAL_SECRET = os.environ.get("XIEZHI_SEAL_SECRET") or secret(XIEZHI_HOME / "seal-secret")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret(XIEZHI_HOME / "secret")
ALLOWED_HOSTS = os.environ.get("XIEZHI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

SLOW_MS = int(os.environ.get("XIEZHI_SLOW") or 500)
METRICS_TOKEN = os.environ.get("XIEZHI_METRICS_TOKEN", "")

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), XIEZHI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "xiezhi.kernel.people",
    "xiezhi.kernel.record",
    "xiezhi.kernel.access",
    "xiezhi.kernel.exchange",
    "xiezhi.kernel.papers",
    "xiezhi.pages",
    "xiezhi.departments",
    "xiezhi.desk",
    "xiezhi.portal",
    "xiezhi.api",
]

MIDDLEWARE = [
    "xiezhi.site.watching.watched",
    "xiezhi.site.middleware.content_policy",
    "xiezhi.site.middleware.law_in_force",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xiezhi.site.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "xiezhi.site.urls"
WSGI_APPLICATION = "xiezhi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "xiezhi" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
# Served straight from the packages: one process needs no collecting step.
WHITENOISE_USE_FINDERS = True

LOGIN_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A bankruptcy's claims come as one form of thousands of rows; Django's 1,000 fields would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "asctime,levelname,name,message",
            "style": ",",
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("XIEZHI_LOG") == "json" else "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
