"""Drafts: begun, saved page by page, never losing what someone else's tab wrote to another page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from xiezhi.kernel.access.door import matters
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.who import actor_of
from xiezhi.portal.models import Draft
from xiezhi.portal.questions import Page

MOST_OPEN = 50


def begin(request: HttpRequest, kind: str, person: Person, about: Matter | None = None, which: str = "") -> Draft:
    """A new draft, with what the account already knows (nothing typed twice); a defence is `about` a matter."""
    known = {
        "my_name": person.name,
        "my_id": person.id_number,
        "my_phone": person.phone,
        "my_address": person.address,
    }
    now = clock.now()
    answers = {k: v for k, v in known.items() if v}
    case = {"about": about.pk, "court": about.court_id, "which": which} if about else {}
    return Draft.objects.create(user=person.account.user, kind=kind, answers=answers, begun=now, at=now, **case)


def mine(request: HttpRequest, id: UUID) -> Draft:
    """My draft, or 404: another's draft is not there, nor is one about a matter that I may no longer know."""
    draft = Draft.objects.filter(id=id, user__pk=request.user.pk or 0).first()
    if draft is None:
        raise Http404
    about = draft.matter or draft.about
    if about and not matters(actor_of(request), law()).filter(pk=about).exists():
        raise Http404
    return draft


def open_drafts(user: Any) -> QuerySet[Draft]:
    """A person's unfinished drafts, newest first."""
    return Draft.objects.filter(user_id=user.pk, matter=None).order_by("-at")


def stamp(page: Page, answers: Mapping[str, Any]) -> str:
    """A mark of what one page held when it was shown, to notice that another tab has changed it since."""
    held = {q.name: answers.get(q.name) for q in page.questions}
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def save(draft: Draft, new: Mapping[str, Any], court: str | None = None) -> Draft:
    """Put one page's answers into the draft as it now stands in the database."""
    now = Draft.objects.select_for_update().get(pk=draft.pk)
    now.answers = {**now.answers, **new}
    if court is not None:
        now.court = court
    now.at = clock.now()
    now.save(update_fields=["answers", "court", "at"])
    return now
