"""Django's settings of the site: the store's, and what people need to sign in and read. Made from ours."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.functional import lazy

from forewarned.settings import settings
from forewarned.store.settings import *  # noqa: F403
from forewarned.store.settings import DATABASES
from forewarned.store.settings import INSTALLED_APPS as STORED
from forewarned.web.secret import read_secret

HERE = Path(__file__).parent
ENVIRONMENT = settings()
HTTPS = ENVIRONMENT.https

# Read when first used: a tool that only looks at these settings (mypy, makemigrations) makes no file.
SECRET_KEY = lazy(lambda: read_secret(settings().home), str)()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *(host.partition(":")[0] for host in ENVIRONMENT.hosts)]
ROOT_URLCONF = "forewarned.web.urls"
INSTALLED_APPS = [
    *STORED,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "forewarned.web",
    "forewarned.web.api",
]
MIDDLEWARE = [
    # It adds a random length, and form tokens are masked anew on every page: nothing can be learnt from sizes (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "forewarned.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "forewarned.web.security.SignedOutInTime",
    "forewarned.web.security.PlainErrors",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "environment": "forewarned.web.jinja.environment",
            # For pages that django-allauth draws; ours get the same from `render`.
            "context_processors": ["forewarned.web.jinja.context_of"],
        },
    },
]

# One process, several threads: each thread keeps its connection.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# Tries at signing in are counted here. Of Django's usual 300 entries, some hundred callers could push a count out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}}}

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STATICFILES_DIRS = [HERE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "forewarned.web.files.SiteFiles"},
}

# Limits of one request (OWASP ASVS 5.0, V5.2): nothing uploaded here is larger.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["forewarned.web.uploads.LimitedUpload"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "forewarned-session"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "forewarned-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
# No script reads it: forms carry the token themselves.
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts]
CSRF_FAILURE_VIEW = "forewarned.web.refusals.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# django-allauth: a name, then a passkey, or a password and an authenticator app. No e-mail is needed.
LOGIN_URL = "/accounts/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "forewarned.web.adapters.Accounts"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_ADAPTER = "forewarned.web.adapters.SecondProof"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Forewarned"
# Browsers allow passkeys without https on `localhost` alone; this lets the library do the same.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "forewarned.web.adapters.OrganisationSignIn"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if ENVIRONMENT.sign_in:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": ENVIRONMENT.sign_in.name,
                "client_id": ENVIRONMENT.sign_in.client,
                "secret": ENVIRONMENT.sign_in.secret,
                "settings": {"server_url": ENVIRONMENT.sign_in.server},
            }
        ],
    }
