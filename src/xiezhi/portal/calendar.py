"""My hearings and last days as an iCalendar feed under a secret address (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from xiezhi.kernel.access.actor import of_person
from xiezhi.kernel.periods import clock
from xiezhi.pages.drafts import signed_in
from xiezhi.portal.me import person_of
from xiezhi.portal.models import Feed, new_secret
from xiezhi.portal.my import hearings
from xiezhi.portal.plain import my_matters, standing

MOST = 200


@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: HttpRequest) -> HttpResponseBase:
    """GET tells my secret address; POST makes a new one, and the old one stops answering."""
    person = person_of(request)
    assert person is not None
    feed, _ = Feed.objects.get_or_create(person=person)
    if request.method == "POST":
        feed.secret = new_secret()
        feed.save(update_fields=["secret"])
        messages.success(request, "已换成新的地址，旧的地址不能再用了。")
        return redirect("portal:calendar")
    address = request.build_absolute_uri(reverse("portal:feed", args=[feed.secret]))
    return render(request, "portal/calendar.html", {"address": address})


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The feed itself; whoever has the address may read it, so it says no more than a diary needs."""
    found = Feed.objects.filter(secret=secret).select_related("person").first()
    if found is None:
        raise Http404
    actor = of_person(found.person)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xiezhi//portal//ZH", "CALSCALE:GREGORIAN",
             "X-WR-CALNAME:我的案件"]  # fmt: skip
    for matter in my_matters(actor)[:MOST]:
        name = matter.number or "未立案"
        now = standing(matter, actor)
        for clock_ in now.duties:
            lines += _event(f"{matter.id.hex}-{clock_.title}", f"最后一天：{clock_.title}（{name}）", clock_.due)
        for item in hearings(matter):
            lines += _event(f"{matter.id.hex}-{item.key}", f"开庭（{name}）", item.when, matter.court.name)
    lines.append("END:VCALENDAR")
    text = "".join(f"{part}\r\n" for line in lines for part in folded(line))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"})


def _event(uid: str, title: str, when: str, place: str = "") -> list[str]:
    stamp = clock.now().astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    out = ["BEGIN:VEVENT", f"UID:{uid}@xiezhi", f"DTSTAMP:{stamp}Z"]
    if len(when) > 10:
        start = datetime.fromisoformat(when)
        out += [f"DTSTART;TZID=Asia/Shanghai:{start:%Y%m%dT%H%M%S}", "DURATION:PT2H"]
    else:
        day = date.fromisoformat(when)
        out += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]
    out.append(f"SUMMARY:{escaped(title)}")
    if place:
        out.append(f"LOCATION:{escaped(place)}")
    return [*out, "END:VEVENT"]


def escaped(text: str) -> str:
    """Text as iCalendar writes it."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; further ones begin with a blank."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 74:
            yield part
            part, size = " ", 1
        part += char
        size += octets
    yield part
