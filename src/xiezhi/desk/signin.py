"""Signing in: a name and a password, a second step where there is one, no riddle, no face; afterwards the page one came from.

Passwords, second factors, codes and OpenID are django-allauth's, counting wrong passwords is django-axes's; here are the
house's page and the ways through it.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.people.models import Account
from xiezhi.pages.controls import Control, Fault

log = logging.getLogger("xiezhi.signin")


class SignIn(LoginView):
    """The page of signing in, for staff and public alike."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = False

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password is right: allauth asks for the second factor, if there is one, and signs in."""
        user = form.get_user()
        way = Login(user=user, redirect_url=self.get_redirect_url() or home_of(user))
        answer: HttpResponse = perform_password_login(self.request, {"username": user.get_username()}, way)
        return answer

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        form: AuthenticationForm = extra.get("form") or self.get_form()
        extra["form"] = form
        controls = [
            _control(form, "username", _("账号"), autocomplete="username"),
            _control(form, "password", _("密码"), kind="password", autocomplete="current-password"),
        ]
        found = [Fault(c.error, c.anchor) for c in controls if c.error]
        if form.is_bound and form.non_field_errors():
            found.append(
                Fault(
                    _("没有登录：账号或密码不对。请核对大小写后再试；忘记密码的，请持证件到窗口重置。"),
                    "f-username",
                )
            )
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        extra |= {"providers": [(app["name"], app["provider_id"]) for app in apps]}
        return super().get_context_data(controls=controls, faults=found, **extra)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def home_of(user: Any) -> str:
    """Where one lands: staff on today, the public on their matters."""
    account = Account.objects.select_related("person").filter(user=user).first()
    try:
        return reverse("desk:today" if account and of_person(account.person).posts else "portal:my")
    except NoReverseMatch:
        return "/"


class SignOut(LogoutView):
    """Out, and what the browser kept of the pages goes with it."""

    next_page = "/"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who = request.user.pk
        answer = super().post(request, *args, **kwargs)
        log.info("signed out: user %s", who)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


class EndElsewhere(ListUserSessionsView):  # type: ignore[misc]
    """The devices are seen at once; to end one's sessions elsewhere one is asked who one is once more."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


def locked_out(request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The answer to whoever tried too many wrong passwords."""
    return render(request, "desk/locked.html", status=429)


@require_POST
@login_required
def stay(request: HttpRequest) -> JsonResponse:
    """Whoever is asked whether he is still there says so: the session goes on; how many seconds it has now."""
    return JsonResponse({"left": getattr(request, "xiezhi_session_left", 0)})


def _control(form: AuthenticationForm, name: str, title: str, **how: str) -> Control:
    typed = form.data.get(name, "") if form.is_bound and name == "username" else ""
    error = _("请填写%(title)s。") % {"title": title} if form.is_bound and not form.data.get(name) else ""
    return Control(name, title, value=typed, error=error, required=True, **how)  # type: ignore[arg-type]
