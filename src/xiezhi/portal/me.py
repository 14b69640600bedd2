"""Who is asking: the signed-in person, and text kept when a session ended while someone was writing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from xiezhi.kernel.people.models import Account, Person

HELD = "portal.held"
MOST_HELD = 400_000

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> Person | None:
    """The person of the signed-in account, or none."""
    if not request.user.is_authenticated:
        return None
    account = Account.objects.filter(user_id=request.user.pk).select_related("person").first()
    return account.person if account else None


def signed_in(view: View) -> View:
    """Send visitors to sign in first. What they had just posted waits in their session and is shown again after."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if person_of(request) is not None:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _hold(request)
        return redirect_to_login(request.get_full_path())

    return inner


def _hold(request: HttpRequest) -> None:
    posted = {k: request.POST.getlist(k) for k in request.POST if k != "csrfmiddlewaretoken"}
    if sum(len(v) for values in posted.values() for v in values) <= MOST_HELD:
        request.session[HELD] = {"path": request.path, "post": posted}


def held(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was posted to this very page when the session had ended; given back once."""
    kept = request.session.get(HELD)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[HELD]
    post: dict[str, list[str]] = kept["post"]
    return post
