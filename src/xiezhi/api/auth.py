"""Who asks: a personal token, or the session of the pages (then with the CSRF token of the pages)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from xiezhi.api.body import within_limit
from xiezhi.api.models import account_of
from xiezhi.api.problems import Problem
from xiezhi.kernel.access.actor import Actor
from xiezhi.pages.who import actor_of


class ByToken(HttpBearer):
    """`Authorization: Bearer xz_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        within_limit(request)
        account = account_of(token)
        if account is None:
            return None
        request.user = account.user
        return actor_of(request)


class BySession(APIKeyCookie):
    """The session of whoever is signed in to the pages; what changes something needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME
    OTHER = ByToken.header

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        # Whoever shows a token means it: a wrong one is not made good by a session.
        if self.OTHER in request.headers:
            return None
        within_limit(request)
        actor = actor_of(request)
        if actor.person is None:
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS") and check_csrf(request):
            raise Problem(403, "csrf", "页面的防伪令牌缺失或者已失效，请刷新后再试（X-CSRFToken）。")
        return actor


SIGNED_IN: list[Any] = [ByToken(), BySession()]
