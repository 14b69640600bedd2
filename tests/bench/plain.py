"""The peer of the pages: Django as in any tutorial, its queries joined and its templates compiled once.

It shows what the platform's pages show of a matter, by the slugs of the record, and nothing around it: no menus, no
filters, no acts that are open, no reasons why others are not.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Min, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path

from xiezhi.kernel.people.models import Holding
from xiezhi.kernel.record.models import Assigned, Matter, Party

LIST = """<!doctype html><title>案件</title><table><thead><tr><th>案号<th>程序<th>状态<th>当事人<th>承办人<th>立案日期<th>最近期限
</thead><tbody>{% for m in page %}<tr><td><a href="{% url 'plain-matter' m.id %}">{{ m.number }}</a><td>{{ m.procedure }}
<td>{{ m.state }}<td>{% for p in m.people %}{{ p.role }} {{ p.name }}；{% endfor %}<td>{% for a in m.staff %}{{ a.person.name }}{% endfor %}
<td>{{ m.opened|date:"Y-m-d" }}<td>{{ m.due|default:"" }}</tr>{% endfor %}</tbody></table>第{{ page.number }}页，共{{ page.paginator.count }}件"""
MATTER = """<!doctype html><title>{{ m.number }}</title><h1>{{ m.number }}</h1><p>{{ m.court.name }} {{ m.procedure }} {{ m.state }}
<h2>期限</h2><ul>{% for p in m.period_set.all %}<li>{{ p.name }} {{ p.due }} {{ p.state }}{% endfor %}</ul>
<h2>办理经过</h2><ol>{% for e in events %}<li id="e{{ e.seq }}">{{ e.act }} {{ e.on|date:"Y-m-d" }} {{ e.post }}
<dl>{% for name, value in e.data.given.items %}<dt>{{ name }}<dd>{{ value }}{% endfor %}</dl>{% endfor %}</ol>
<h2>人员</h2>{% for p in m.party_set.all %}<p>{{ p.role }} {{ p.name }}{% endfor %}{% for a in m.assigned_set.all %}<p>{{ a.role }} {{ a.person.name }}{% endfor %}
<h2>案件信息</h2><dl>{% for f in m.fact_set.all %}<dt>{{ f.key }}<dd>{{ f.value }}{% endfor %}</dl>
<h2>记录</h2><ul>{% for i in m.item_set.all %}<li>{{ i.record }}{% for name, value in i.data.items %} {{ name }} {{ value }}{% endfor %}{% endfor %}</ul>
<h2>材料</h2><ul>{% for p in m.paper_set.all %}<li><a href="{% url 'pages:paper' m.id p.key %}">{{ p.title }}</a> {{ p.size|filesizeformat }}{% endfor %}</ul>"""
KIN = ("period_set", "party_set", "assigned_set__person", "fact_set", "item_set", "paper_set")
RUNNING = Q(period__state__in=("running", "paused")) & ~Q(period__due="")


@cache
def compiled(text: str) -> Any:
    return engines["django"].from_string(text)


def _courts(request: HttpRequest) -> list[str]:
    return list(Holding.objects.filter(person__account__user=request.user).values_list("court", flat=True))


@login_required
def matters(request: HttpRequest) -> HttpResponse:
    """The list: matters of the courts in which one holds a post."""
    people = Prefetch("party_set", Party.objects.filter(active=True), "people")
    staff = Prefetch("assigned_set", Assigned.objects.select_related("person").exclude(role="opener"), "staff")
    found = Matter.objects.filter(court__in=_courts(request)).annotate(due=Min("period__due", filter=RUNNING))
    found = found.order_by(F("due").asc(nulls_last=True), "-opened", "id").prefetch_related(people, staff)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return HttpResponse(compiled(LIST).render({"page": page}, request))


@login_required
def matter(request: HttpRequest, id: UUID) -> HttpResponse:
    """One matter of such a court."""
    found = Matter.objects.filter(court__in=_courts(request)).select_related("court").prefetch_related(*KIN)
    one = get_object_or_404(found, pk=id)
    return HttpResponse(compiled(MATTER).render({"m": one, "events": list(one.events.order_by("-seq"))}, request))


urlpatterns = [
    path("plain/", matters),
    path("plain/<uuid:id>/", matter, name="plain-matter"),
    path("", include("xiezhi.site.urls")),
]
