"""How many requests one address may send in a minute. Each server process counts by itself: the limit is a breakwater, not a meter."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.api.problems import problem
from xiezhi.kernel.periods import clock

Handler = Callable[[HttpRequest], HttpResponse]

MINUTE = 60
# What lets one try words or make many things is narrower: a share of the whole.
NARROW = {"/sign-in/": 20, "/register/": 60, "/verify/": 20}


def rate_limited(handler: Handler) -> Handler:
    """Refuse with 429 what goes beyond settings.RATE a minute; a twentieth of it for trying to sign in."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.RATE and (over := _over(request)):
            return _refusal(request, over)
        return handler(request)

    return answer


def _over(request: HttpRequest) -> int:
    """Seconds to wait; 0 within the limit."""
    now = int(clock.now().timestamp())
    door = next((d for d in NARROW if request.method == "POST" and request.path.startswith(d)), "")
    limit = max(settings.RATE // NARROW.get(door, 1), 1)
    key = f"rate:{door}:{request.META.get('REMOTE_ADDR', '')}:{now // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return 0 if cache.incr(key) <= limit else MINUTE - now % MINUTE
    except ValueError:  # put out of the cache in between
        return 0


def _refusal(request: HttpRequest, wait: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        response = problem(429, "too_many", f"请求太多，请{wait}秒后再试。")
    else:
        response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
