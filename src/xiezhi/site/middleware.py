"""Wiring of each request: the content security policy, the law book in force, the language a person has chosen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from xiezhi.api.problems import problem
from xiezhi.kernel.procedure import in_force

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
NO_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_policy(handler: Handler) -> Handler:
    """Send every answer, static files too, with the strict policy: nothing inline or from elsewhere.

    A form may lead to the OpenID provider of this installation, if it has one, and nowhere else.
    """
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    policy = " ".join(
        (POLICY, *("{0.scheme}://{0.netloc}".format(urlsplit(a["settings"]["server_url"])) for a in apps))
    )

    def answer(request: HttpRequest) -> HttpResponse:
        response = handler(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def true_address(handler: Handler) -> Handler:
    """Where a request comes from, when proxies of ours stand before us: only what they wrote is believed.

    Over HTTPS the API takes nothing in the clear.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if settings.PROXIES and len(passed) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = passed[-settings.PROXIES]
        if settings.HTTPS and not request.is_secure() and request.path.startswith("/api/"):
            return problem(403, "in_the_clear", "这里只接受 HTTPS。令牌可能已经泄露，请吊销后更换。")
        return handler(request)

    return answer


def law_in_force(handler: Handler) -> Handler:
    """Answer under one law book from beginning to end; a new one in its folder is looked at every few seconds."""

    def answer(request: HttpRequest) -> HttpResponse:
        if in_force.standing() is not None:  # served: `wsgi` asked for the check when it started
            in_force.refresh(in_force.LOOK_EVERY)
        with in_force.held():
            return handler(request)

    return answer


def chosen_language(handler: Handler) -> Handler:
    """Speak Chinese unless the person has chosen another language of the platform (kept in a cookie).

    Accept-Language is not asked: a court's papers are Chinese; no wording changes with a browser's settings.
    """
    known = dict(settings.LANGUAGES)

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = handler(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return answer
