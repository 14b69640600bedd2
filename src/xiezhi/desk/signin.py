"""Signing in: a name and a password, no riddle, no face; afterwards the page one came from."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiezhi.pages.controls import Control, Fault
from xiezhi.pages.who import actor_of


class SignIn(LoginView):
    """The page of signing in, for staff and public alike."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = False

    def get_default_redirect_url(self) -> str:
        """Staff land on today, the public on their matters."""
        # The actor kept on this request was nobody; who has just signed in is asked anew.
        vars(self.request).pop("xiezhi_actor", None)
        for name in ["desk:today"] if actor_of(self.request).posts else ["portal:my"]:
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
        return "/"

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
        return super().get_context_data(controls=controls, faults=found, **extra)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _control(form: AuthenticationForm, name: str, title: str, **how: str) -> Control:
    typed = form.data.get(name, "") if form.is_bound and name == "username" else ""
    error = _("请填写%(title)s。") % {"title": title} if form.is_bound and not form.data.get(name) else ""
    return Control(name, title, value=typed, error=error, required=True, **how)  # type: ignore[arg-type]
