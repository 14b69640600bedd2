"""Every answer carries the strict policy, and Chinese is spoken until a person chooses otherwise."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from xiezhi.site.middleware import chosen_language

NOWHERE = "/no/such/place/"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [NOWHERE, "/static/django_htmx/htmx-2.min.js", "/language/"])
def test_every_answer_carries_the_policy(path: str) -> None:
    headers = Client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("cookies", "language"),
    [({}, "zh-hans"), ({"django_language": "en"}, "en"), ({"django_language": "xx"}, "zh-hans")],
)
def test_the_language_is_chosen_not_guessed(cookies: dict[str, str], language: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "en-US"})
    request.COOKIES.update(cookies)

    def spoken(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    response = chosen_language(spoken)(request)
    assert response.content.decode() == language == response.headers["Content-Language"]
