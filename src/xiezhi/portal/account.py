"""An account for a member of the public: who they are, how to reach them, a password.

The number's check digit is proved, the identity is not: a court that goes live puts its identity service (or a code
printed on the paper it served) before this page, since whoever registers as a party may read that party's matters.
"""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model, login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xiezhi.kernel.people.models import Account, Person
from xiezhi.kernel.people.questions import known_as
from xiezhi.pages.controls import Control, faults
from xiezhi.pages.elder import back
from xiezhi.portal.answers import CLEAN, Wrong
from xiezhi.portal.guides import prove

FIELDS = (
    ("name", "name", "姓名", "和身份证上写的一样", "name", ""),
    ("id_number", "id", "身份证号", "18 位，用来确认文书送给的是您本人", "off", ""),
    ("phone", "phone", "手机号", "以后用它登录", "username", "tel"),
)
TAKEN = "这个手机号已经注册过了。请直接登录；忘了密码，请带身份证到法院窗口重设"


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponseBase:
    """GET shows the form; POST makes person and account and signs in."""
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {n: request.POST.get(n, "") for n in ("name", "id_number", "phone", "password", "again")}
        clean = _cleaned(typed, errors)
        if not errors:
            user = _made(clean, typed["password"], errors)
        if not errors:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            UserSession.objects.create_from_request(request)  # among the devices, as when signing in
            return redirect(back(request, "/my/"))
    found = _controls(typed, errors)
    context = {
        "controls": found,
        "faults": faults(found),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "portal/register.html", context, status=422 if errors else 200)


def _cleaned(typed: dict[str, str], errors: dict[str, str]) -> dict[str, str]:
    clean = {}
    for name, kind, title, *_ in FIELDS:
        try:
            if not typed[name].strip():
                raise Wrong(f"请填写{title}")
            clean[name] = CLEAN[kind](typed[name])
            if kind == "id" and (reason := prove("person", clean[name])):
                raise Wrong(reason)
        except Wrong as wrong:
            errors[name] = str(wrong)
    user = get_user_model()(username=clean.get("phone", ""), first_name=clean.get("name", "")[:150])
    try:
        validate_password(typed["password"], user)
    except ValidationError as weak:
        errors["password"] = " ".join(weak.messages)
    if typed["password"] != typed["again"]:
        errors["again"] = "两次写的密码不一样，请再写一遍"
    return clean


def _made(clean: dict[str, str], password: str, errors: dict[str, str]) -> Any:
    """The new user with person and account, or None with the reason in `errors`."""
    if Account.objects.filter(person__id_number=clean["id_number"]).exists():
        errors["id_number"] = "这个身份证号已经注册过了。请直接登录；不是您注册的，请带身份证到法院窗口核实"
        return None
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(username=clean["phone"], password=password)
            person = known_as("person", clean["name"], clean["id_number"]) or Person(kind="person")
            person.name, person.id_number, person.phone = clean["name"], clean["id_number"], clean["phone"]
            person.save()
            Account.objects.create(user=user, person=person)
            return user
    except IntegrityError:
        errors["phone"] = TAKEN
        return None


def _controls(typed: dict[str, str], errors: dict[str, str]) -> list[Control]:
    out = [
        Control(n, title, value=typed.get(n, ""), error=errors.get(n, ""), hint=hint, required=True,
                autocomplete=fill, inputmode=keys)
        for n, _, title, hint, fill, keys in FIELDS
    ]  # fmt: skip
    out.append(Control("password", "密码", "password", error=errors.get("password", ""), required=True,
                       hint="至少 8 个字符，不要只用数字，也不要用手机号", autocomplete="new-password"))  # fmt: skip
    out.append(Control("again", "再写一遍密码", "password", error=errors.get("again", ""), required=True,
                       autocomplete="new-password"))  # fmt: skip
    return out
