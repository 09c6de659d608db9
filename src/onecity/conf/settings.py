"""Django's settings. What differs between cities or machines comes from the environment or the city folder."""

import os
from pathlib import Path

from onecity.conf import environment
from onecity.identity import oidc

PACKAGE = Path(__file__).resolve().parent.parent
DEMONSTRATION = environment.mode() == environment.DEMONSTRATION
DEBUG = False

SECRET_KEY = environment.secret("ONECITY_SECRET_KEY")
IDENTIFIER_KEY = environment.secret("ONECITY_IDENTIFIER_KEY").encode()  # seals personal identifiers
SIGNING_KEY = environment.secret("ONECITY_SIGNING_KEY").encode()  # seed of the ledger's and certificates' keys
DATA = Path(os.environ.get("ONECITY_DATA", "/var/lib/onecity"))
PUBLIC_URL = os.environ.get("ONECITY_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("ONECITY_HOSTS", "127.0.0.1 localhost [::1]").split()
HTTPS = PUBLIC_URL.startswith("https://")

ROOMS = [
    "city", "agencies", "people", "identity", "ledger", "notices",
    "registers", "catalogue", "forms", "files",
    "applications", "certificates", "contact",
]  # fmt: skip
INSTALLED_APPS = [  # ours stand before those of others, so that a sentence both translate is read in our words
    *(f"onecity.{room}.apps.{room.capitalize()}Config" for room in ROOMS),
    "onecity.portal",
    "onecity.desk",
    "onecity.console",
    "onecity.api",
    "onecity.telephone",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "onecity.conf.middleware.plain_failures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onecity.conf.middleware.private_by_default",
    "onecity.identity.sessions.limited_sessions",
    "onecity.portal.middleware.refusals_in_words",
]
ROOT_URLCONF = "onecity.conf.urls"
WSGI_APPLICATION = "onecity.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "portal" / "templates", PACKAGE / "desk" / "templates", PACKAGE / "console" / "templates"],
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
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onecity.portal.context.city",
                "onecity.desk.context.bar",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["onecity.identity.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # 16 MB and about 50 ms a try; PBKDF2 takes ten times that
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "onecity.identity.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "onecity.identity.forms.SignUpForm"}
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMONSTRATION else "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tell of a changed password, a new passkey
ACCOUNT_CHANGE_EMAIL = True  # one address each
ACCOUNT_SESSION_REMEMBER = True  # the limits below end a session
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # Django ends all others; this one goes on
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "onecity.identity.adapters.OutsideAccountAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers(os.environ)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # the provider has proved the person; her address only gets mail
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_NUMBER_CLAIM = os.environ.get("ONECITY_OIDC_CLAIM", oidc.CLAIM)
MFA_ADAPTER = "onecity.identity.adapters.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "onecity.identity.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "onecity.identity.passkeys.AuthenticateByPasskeyForm",
    "login_webauthn": "onecity.identity.passkeys.SignInByPasskeyForm",
    "reauthenticate_webauthn": "onecity.identity.passkeys.ProveByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost, where browsers allow passkeys too
SIGN_UP_BY_REGISTER = DEMONSTRATION or os.environ.get("ONECITY_SIGN_UP_BY_REGISTER") == "1"
SECOND_FACTOR_REQUIRED = not DEMONSTRATION  # of officers, administrators and auditors
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("ONECITY_BEHIND_PROXY") else 0

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_CODE = os.environ.get("ONECITY_LANGUAGE", "en")
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "onecity.common.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("ONECITY_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_LIMITS = {  # seconds without use, seconds in all
    "resident": (12 * 3600, 14 * 24 * 3600),
    "office": (3600, 12 * 3600),
}
CACHES = {  # only what limits tries is kept here; the table is in the database, so that all processes count together
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
if os.environ.get("ONECITY_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "onecity.portal.views.failures.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *oidc.form_targets(os.environ)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_LIMIT = 10_000_000  # bytes of one file
FONTS = Path(os.environ.get("ONECITY_FONTS", PACKAGE.parent.parent / "build" / "fonts"))  # of certificates
CERTIFICATE_KEY = os.environ.get("ONECITY_CERTIFICATE_KEY", "")  # PEM file of the city's signing key
CERTIFICATE_KEY_PASSWORD = os.environ.get("ONECITY_CERTIFICATE_KEY_PASSWORD", "")
CERTIFICATE_CHAIN = os.environ.get("ONECITY_CERTIFICATE_CHAIN", "")  # PEM file: the key's own first, the root last

EMAIL_BACKEND = os.environ.get(
    "ONECITY_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("ONECITY_SMTP_HOST")
    else "django.core.mail.backends.dummy.EmailBackend",
)
EMAIL_HOST = os.environ.get("ONECITY_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ONECITY_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ONECITY_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ONECITY_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ONECITY_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 10
MAILBOX = os.environ.get("ONECITY_MAILBOX", "")  # imaps://user:password@host/folder, where people write to the city
DEFAULT_FROM_EMAIL = os.environ.get("ONECITY_EMAIL_FROM", "no-reply@city.invalid")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["onecity.conf.jobs", "onecity.contact.mail_jobs"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ONECITY_LOG_LEVEL", "WARNING")},
    "loggers": {"pyhanko": {"level": "CRITICAL"}},  # a stranger's bad PDF is no news; our own failures are raised
}
