"""Settings, all from the environment.

XIEZHI_HOME    where data lives (database, papers, secret); default ./var
DATABASE_URL   another database than SQLite in the home
XIEZHI_LAW     another law book than the one beside the source
XIEZHI_SEAL_SECRET  opens the courts' keys; default: made in XIEZHI_HOME
XIEZHI_HOSTS   host names served, by commas
XIEZHI_HTTPS   1 when reached over HTTPS: secure cookies, HSTS
XIEZHI_SECOND_FACTOR  1: staff must have a second factor (default with XIEZHI_HTTPS); 0: they may
XIEZHI_PASSWORDS  asvs (default: length, no composition, no expiry) or gbt22239 (composition, changed every 90 days)
XIEZHI_OIDC    address|client id|name of an OpenID provider; XIEZHI_OIDC_SECRET its secret; XIEZHI_OIDC_CLAIM what names
               the account in it (default sub; only one that nobody can choose for himself)
XIEZHI_PROXIES how many proxies stand before the platform and write X-Forwarded-For; default 0: the header is not believed
XIEZHI_RATE    requests a minute from one address (each server process counts by itself), default 1200; 0 counts none
XIEZHI_DEBUG   1 shows Django's pages of faults; never where others can reach it
XIEZHI_LOG     json: a JSON object a line in place of text
XIEZHI_SLOW    milliseconds from which a statement is logged, without its values; default 500
XIEZHI_METRICS_TOKEN  who shows it may read /metrics; without it only this machine may
SECRET_KEY     in place of the one kept in the home
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from xiezhi.keeping.home import database, openid, secret

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]

MIDDLEWARE = [
    "xiezhi.site.watching.watched",
    "xiezhi.site.middleware.content_policy",
    "xiezhi.site.middleware.true_address",
    "xiezhi.site.middleware.law_in_force",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xiezhi.site.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "xiezhi.site.limits.rate_limited",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiezhi.site.sessions.session_ends",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xiezhi.site.sessions.account_settled",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
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
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORDS = os.environ.get("XIEZHI_PASSWORDS", "asvs")
PASSWORD_DAYS = 90 if PASSWORDS == "gbt22239" else 0
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS += [{"NAME": "xiezhi.desk.passwords.HouseWords"}, {"NAME": "xiezhi.desk.passwords.Dated"}]
if PASSWORDS == "gbt22239":
    AUTH_PASSWORD_VALIDATORS += [{"NAME": "xiezhi.desk.passwords.Composed"}]

# Five wrong passwords for one account from one address, then a quarter of an hour; nobody can lock out another's address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "xiezhi.desk.signin.locked_out"
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "xiezhi.desk.signin_adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "xiezhi.desk.signin_adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "獬豸"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECOND_FACTOR = os.environ.get("XIEZHI_SECOND_FACTOR", "1" if HTTPS else "0") == "1"
SOCIALACCOUNT_ADAPTER = "xiezhi.desk.signin_adapter.Identities"
SOCIALACCOUNT_PROVIDERS = openid(os.environ)
OIDC_CLAIM = os.environ.get("XIEZHI_OIDC_CLAIM", "sub")

RATE = int(os.environ.get("XIEZHI_RATE", "1200"))
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_LONGEST = 12 * 60 * 60
SESSION_IDLE = 60 * 60
SESSION_WARNED = 5 * 60  # seconds before the end
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if HTTPS:  # bound to this very host, so that no neighbour under the same domain can plant one
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# A program that speaks in the clear is told so, not led on: it would go on sending its token in the clear.
SECURE_REDIRECT_EXEMPT = [r"^api/"]
PROXIES = int(os.environ.get("XIEZHI_PROXIES", "0"))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A bankruptcy's claims come as one form of thousands of rows; Django's 1,000 fields would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "xiezhi.site.lines.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
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
    "loggers": {"xiezhi.signin": {"level": "INFO"}},
}
