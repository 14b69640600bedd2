"""Nothing typed is lost: a form that was not sent is kept on the server, for its writer and its path."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, QueryDict
from django.views.decorators.http import require_POST

from xiezhi.kernel.periods import clock
from xiezhi.pages.models import Draft
from xiezhi.pages.who import actor_of

SALT = "xiezhi.pages.writer"
MOST = 400_000
NOT_KEPT = ("csrfmiddlewaretoken", "_who", "_key", "_path")

View = Callable[..., HttpResponseBase]


def writer_mark(request: HttpRequest) -> str:
    """A signed mark of who a form was shown to: it lets a draft be kept once the session has ended."""
    return signing.dumps(request.user.pk, salt=SALT)


def _writer(mark: str) -> int | None:
    try:
        return cast(int, signing.loads(mark, salt=SALT, max_age=7 * 24 * 60 * 60))
    except signing.BadSignature:
        return None


def keep(user: int, path: str, post: QueryDict) -> bool:
    """Keep what was typed; False when there is nothing to keep or too much of it."""
    data = {name: post.getlist(name) for name in post if name not in NOT_KEPT and any(post.getlist(name))}
    if not data or sum(len(v) for values in data.values() for v in values) > MOST:
        return False
    Draft.objects.update_or_create(user_id=user, path=path[:200], defaults={"data": data, "at": clock.now()})
    return True


def find(request: HttpRequest) -> tuple[QueryDict, Any] | None:
    """What this person has typed here and not sent, and when."""
    draft = Draft.objects.filter(user=request.user.pk, path=request.path).first()
    if draft is None:
        return None
    post = QueryDict(mutable=True)
    for name, values in draft.data.items():
        post.setlist(name, values)
    return post, draft.at


def drop(request: HttpRequest) -> None:
    """The form was sent, or what was typed is not wanted."""
    Draft.objects.filter(user=request.user.pk, path=request.path).delete()


def signed_in(view: View) -> View:
    """Send visitors to sign in; what they had typed is kept for whom the form was shown to, and shown after."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).person is not None:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            user = _writer(request.POST.get("_who", ""))
            if user is not None:
                keep(user, request.path, request.POST)
        return redirect_to_login(request.get_full_path())

    return inner


@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep a form in the background, as it is typed."""
    path = request.POST.get("_path", "")
    user = request.user.pk if request.user.is_authenticated else _writer(request.POST.get("_who", ""))
    if user is None or not path.startswith("/"):
        return HttpResponseBadRequest()
    keep(user, path, request.POST)
    return HttpResponse(status=204)
