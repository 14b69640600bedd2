"""The desk is for people who hold a post in a court."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from xiezhi.pages.drafts import signed_in
from xiezhi.pages.who import actor_of

View = Callable[..., HttpResponseBase]


def staff_only(view: View) -> View:
    """Visitors sign in first; the public is led to its own home."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).stopped:
            return render(request, "desk/stopped.html", status=403)
        if not actor_of(request).posts:
            return redirect("/")
        return view(request, *args, **kwargs)

    return signed_in(inner)
