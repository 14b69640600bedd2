"""Versions of what was drafted: each doing of the act is one. Two of them side by side, with who and when."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiezhi.kernel.law.model import Act
from xiezhi.pages.asked import title_of
from xiezhi.pages.comparing import Pair, compare
from xiezhi.pages.door import matter_for
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.told import Line, Told
from xiezhi.pages.who import actor_of


@dataclass(frozen=True, slots=True)
class Version:
    """One doing of the act: its number, from one."""

    n: int
    line: Line


@dataclass(frozen=True, slots=True)
class Part:
    """One field in both versions."""

    title: str
    pairs: list[Pair]

    @property
    def same(self) -> bool:
        return all(p.kind == "same" for p in self.pairs)


@signed_in
def versions_page(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """Two versions of what an act wrote, the last two unless others are named by `a` and `b`."""
    matter, eyes = matter_for(request, id)
    told = Told(matter, eyes, actor_of(request))
    found = told.file.acts.get(act)
    if found is None or not any(f.starts_as for f in found.data.values()):
        raise Http404
    versions = [Version(n, told.line(event)) for n, event in enumerate(told.events_of(act), 1)]
    if not versions or not all(eyes.may_see(f.grade) for f in found.data.values()):
        raise Http404
    old = _named(request, "a", versions, versions[max(len(versions) - 2, 0)])
    new = _named(request, "b", versions, versions[-1])
    address = reverse("pages:matter", args=[matter.id])
    context = {
        "matter": matter, "title": title_of(found), "versions": versions, "old": old, "new": new,
        "parts": _parts(found, told, old, new),
        "crumbs": [(address, matter.number or told.title), ("", _("版本比较"))],
    }  # fmt: skip
    return render(request, "pages/versions.html", context)


def _named(request: HttpRequest, name: str, versions: list[Version], otherwise: Version) -> Version:
    wanted = request.GET.get(name, "")
    return next((v for v in versions if str(v.n) == wanted), otherwise)


def _parts(act: Act, told: Told, old: Version, new: Version) -> list[Part]:
    found = []
    for one in act.data.values():
        a, b = (told.reader.value(one, v.line.event.data["given"].get(one.name)) for v in (old, new))
        if a or b:
            found.append(Part(told.reader.title(one), compare(a, b)))
    return found
