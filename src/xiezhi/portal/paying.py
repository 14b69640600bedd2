"""扫码交费: what I still owe in a matter, as a code that a phone reads; what is paid comes back with the bank's file."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from xiezhi.departments.filing.closing.lists import due
from xiezhi.departments.filing.paying import Gateway, PayOrder, QrFile
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter, Party
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.who import actor_of
from xiezhi.portal.plain import my_keys, my_matters


def gateway() -> Gateway:
    """The usual gateway: orders and files in `bank/<court>` of the home."""
    return QrFile(Path(settings.XIEZHI_HOME) / "bank")


@require_GET
@signed_in
def pay(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """A code for each sum that I owe here; 404 for what I may not know."""
    actor = actor_of(request)
    matter = my_matters(actor).filter(pk=id).first()
    if matter is None:
        raise Http404
    mine = set(Party.objects.filter(matter=matter, key__in=my_keys(actor, matter)).values_list("name", flat=True))
    owed = [one for one in due(Matter.objects.filter(pk=matter.pk)) if one.who in mine]
    codes = [(one.who, yuan(one.fen), _drawn(gateway().ask(_order(matter, one.who, one.fen)))) for one in owed]
    return render(request, "portal/pay.html", {"matter": matter, "codes": codes})


def _order(matter: Matter, who: str, fen: int) -> PayOrder:
    day = clock.today().isoformat()
    return PayOrder(f"Q{matter.id.hex}-{day}-{fen}", matter.court_id, matter.number, who, fen, day)


def _drawn(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=6, xmldecl=False, svgns=True, omitsize=False, title="")
    return mark_safe(out.getvalue().decode())  # noqa: S308 -- drawn here from digits and letters, nothing typed in it
