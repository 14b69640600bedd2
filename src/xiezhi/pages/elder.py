"""The large type: one press, kept in a cookie, the same page again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "elder"
YEAR = 365 * 24 * 60 * 60


def back(request: HttpRequest, otherwise: str = "/") -> str:
    """The address posted as `next`, if it is one of this platform."""
    address = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else otherwise


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Turn the large type on or off."""
    response = HttpResponseRedirect(back(request))
    if request.COOKIES.get(COOKIE) == "1":
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(COOKIE, "1", max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
