"""Every page or operation that shows one matter notes the reading; what is unusual opens a check, a matter like any other."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import ResolverMatch

from xiezhi.kernel.access import looking
from xiezhi.kernel.access.actor import CLOCK, Actor
from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.access.models import Look
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import open_matter
from xiezhi.kernel.record.models import Matter

PROCEDURE = "court.looking"
SAID = {
    "bulk": f"一天之内查阅了{looking.MOST}项与本人任务无关的内容，岗位带来的查阅已经停止。",
    "own_name": "查阅了一个当事人与本人同名、本人没有任务的案件。",
    "night": "深夜查阅了一个本人没有任务的案件。",
}


def note(request: HttpRequest, actor: Actor, matter: Matter, eyes: Eyes) -> None:
    """Note that this request shows the matter; once for each request."""
    if request.method not in ("GET", "HEAD") or getattr(request, "xiezhi_noted", None) == matter.pk:
        return
    request.xiezhi_noted = matter.pk  # type: ignore[attr-defined]
    look = looking.note(actor, matter, eyes, _what(request.resolver_match))
    if look is not None and (kind := looking.unusual(actor, look)):
        _check(actor, look, kind)


def _what(match: ResolverMatch | None) -> str:
    """What of the matter the address names: `page`, `paper/3.0`, `act/accept` … as far as it can be written down."""
    if match is None:
        return "page"
    rest = [str(value) if str(value).isprintable() else "?" for name, value in match.kwargs.items() if name != "id"]
    return "/".join([match.url_name or "page", *rest])


def _check(actor: Actor, look: Look, kind: str) -> None:
    """Open the check in the court whose post let him in: once a day for each person and kind."""
    book = law()
    court = look.matter.court_id
    if PROCEDURE not in book.raw or court not in actor.courts or actor.person is None:
        return
    act = "open_stopped" if kind == "bulk" else "open_odd"
    data = {"owner": actor.person.hex, "looking_kind": kind, "looking_note": SAID[kind]}
    key = f"looking:{kind}:{actor.person.hex}:{look.at.date().isoformat()}"
    open_matter(PROCEDURE, court, actor=CLOCK, act=act, data=data, key=key)
