"""What the page shell asks: who is signed in, which places there are, how a value reads."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiezhi.kernel.access.actor import NOBODY, Actor
from xiezhi.kernel.law.model import Act
from xiezhi.pages import words
from xiezhi.pages.asked import title_of
from xiezhi.pages.who import actor_of, house_of, platform_name

register = template.Library()

STAFF = (
    ("desk:today", "今日"),
    ("desk:matters", "案件"),
    ("desk:hearings", "庭期"),
    ("desk:service", "送达"),
    ("desk:archive", "档案"),
    ("desk:money", "收费"),
    ("desk:indicators", "质效"),
    ("desk:affairs", "事务"),
    ("desk:open", "新收"),
    ("desk:powers", "权责"),
    ("desk:verify", "核验"),
)
PUBLIC = (
    ("portal:home", "首页"),
    ("portal:claim", "我要起诉"),
    ("portal:my", "我的案件"),
    ("portal:fee", "诉讼费"),
    ("portal:period", "算期限"),
    ("portal:how", "办事流程"),
)


@register.simple_tag(takes_context=True)
def whoami(context: dict[str, Any]) -> Actor:
    """The signed-in actor, with the posts held today; nobody on pages of faults."""
    request = context.get("request")
    return actor_of(request) if isinstance(request, HttpRequest) else NOBODY


@register.simple_tag(takes_context=True)
def house(context: dict[str, Any]) -> str:
    """The court in whose house one is: that of the actor's first post, else the platform's name."""
    request = context.get("request")
    return house_of(request) if isinstance(request, HttpRequest) else platform_name()


@register.simple_tag(takes_context=True)
def places(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The places of the navigation that answer, for staff or for the public; the current one marked."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return []
    found = []
    for name, title in STAFF if actor_of(request).posts else PUBLIC:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == address or (address not in ("/", "/desk/") and request.path.startswith(address))
        found.append({"address": address, "title": _(title), "here": here})
    return found


@register.simple_tag(takes_context=True)
def elder(context: dict[str, Any]) -> bool:
    """Whether the large type is on (kept in a cookie)."""
    request = context.get("request")
    return isinstance(request, HttpRequest) and request.COOKIES.get("elder") == "1"


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The address's question mark part with some values changed; an empty value is left out."""
    request = context.get("request")
    terms = request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            terms.pop(name, None)
        else:
            terms[name] = str(value)
    return "?" + terms.urlencode()


@register.simple_tag(takes_context=True)
def sessionleft(context: dict[str, Any]) -> tuple[int, int] | None:
    """Seconds until the session ends if nobody uses it, and how long before that one is warned; None for visitors."""
    left = getattr(context.get("request"), "xiezhi_session_left", 0)
    return (left, settings.SESSION_WARNED) if left else None


@register.simple_tag
def acttitle(act: Act) -> str:
    """The title of an act in the language spoken."""
    return title_of(act)


register.filter("day", words.day)
register.filter("weekday", words.weekday)
register.filter("left", words.left)
register.filter("urgency", words.urgency)
register.filter("yuan", words.yuan)


@register.filter
def percent(part: float) -> str:
    """0.934 as 93%; a share just below one is not made whole."""
    return f"{int(part * 100)}%"


@register.filter
def dot(value: float) -> str:
    """A number in an SVG: never with the comma of a language."""
    return f"{value:g}"


@register.filter
def baseline(top: float, height: float) -> str:
    """Where the letters of a line stand, from its top and height."""
    return f"{top + 0.84 * height:g}"
