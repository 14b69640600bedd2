"""Where the API answers: /api/, described by /api/openapi.json and, for people, by the page at /api/ itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from xiezhi.api.endpoints import api
from xiezhi.api.problems import MISSING, problem


def _in_problems(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view; a method that it does not know is a problem too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> Any:
        response = view(request, *args, **named)
        if response.status_code != 405:
            return response
        said = problem(405, "method", f"这里不接受 {request.method}，可以用 {response.headers.get('Allow', '')}。")
        said.headers["Allow"] = response.headers.get("Allow", "")
        return said

    return answer


def _listing(request: HttpRequest) -> HttpResponse:
    return api.docs.render_page(request, api)


def _nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(404, "not_found", MISSING)


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = _in_problems(_pattern.callback)

urlpatterns = [
    path("", _listing),
    path("", (_patterns, _app, _namespace)),
    re_path(r"^(?P<rest>.+)$", _nowhere),
]
