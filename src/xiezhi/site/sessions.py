"""A session ends when nobody uses it, and after a working day at the latest; and an account that lacks something is led to it first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiezhi.api.problems import problem
from xiezhi.desk.models import PasswordDate
from xiezhi.kernel.periods import clock
from xiezhi.pages.who import actor_of

Handler = Callable[[HttpRequest], HttpResponse]

NOTED_EVERY = 60  # seconds: reading must not write each time
TIMES = "xiezhi_times"
FREE = ("/sign-in/", "/static/", "/language/", "/elder/")


def session_ends(handler: Handler) -> Handler:
    """End what was idle for SESSION_IDLE seconds or lasted SESSION_LONGEST; the page is told how long it has."""

    def answer(request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        if signed_in:
            now = int(clock.now().timestamp())
            began, seen = request.session.get(TIMES, (now, 0))
            if seen and not (0 <= now - seen <= settings.SESSION_IDLE and now - began <= settings.SESSION_LONGEST):
                logout(request)
            else:
                if now - seen >= NOTED_EVERY:
                    request.session[TIMES] = (began, now)
                left = min(settings.SESSION_IDLE, settings.SESSION_LONGEST - (now - began))
                request.xiezhi_session_left = left  # type: ignore[attr-defined]
        response = handler(request)
        if signed_in:  # what somebody saw stays on no disk, and is not shown by going back after signing out
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def account_settled(handler: Handler) -> Handler:
    """Staff who must have a second factor, and whoever's password is too old, are led there before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        lacks = _lacking(request)
        if not lacks:
            return handler(request)
        place, says = lacks
        if request.path.startswith("/api/"):
            return problem(403, "account_unsettled", says)
        messages.warning(request, says)
        return redirect(place)

    return answer


def _lacking(request: HttpRequest) -> tuple[str, str] | None:
    if not (settings.SECOND_FACTOR or settings.PASSWORD_DAYS) or request.path.startswith(FREE):
        return None
    if not request.user.is_authenticated:
        return None
    if settings.SECOND_FACTOR and actor_of(request).posts and not is_mfa_enabled(request.user):
        return "mfa_index", _("本院要求工作人员登录时有第二步验证。请先启用一种，再办理其他事项。")
    oldest = clock.now() - timedelta(days=settings.PASSWORD_DAYS)
    if settings.PASSWORD_DAYS and not PasswordDate.objects.filter(user=request.user, at__gt=oldest).exists():
        return "account_change_password", _("本院要求定期更换密码，您的密码已经到期。请先修改密码。")
    return None
