"""The driver that goes through the pages: it opens the form, fills it as a browser would, and sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Doing
from xiezhi.kernel.law.model import Field
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.procedure.book import law

REFUSED = (404, 409, 422)
_KEY = re.compile(r'name="_key" value="([0-9a-f]+)"')


class HttpDriver:
    """Does each act by its page, or only those of some steps. The clock and other courts have no page."""

    def __init__(self, steps: frozenset[int] | None = None) -> None:
        self.steps = steps

    def do(self, doing: Doing) -> list[str]:
        if doing.actor.person is None or (self.steps is not None and doing.step not in self.steps):
            return KernelDriver().do(doing)
        client = Client()
        client.force_login(Account.objects.get(person=doing.actor.person).user)
        url = self._url(doing)
        page = client.get(url)
        assert page.status_code in (200, *REFUSED), f"{url} answered {page.status_code}"
        if page.status_code in (404, 409):
            return ["*"]
        key = _KEY.search(page.content.decode())
        assert key, f"{url} has no key"
        on = doing.on.strftime("%Y-%m-%dT%H:%M") if hasattr(doing.on, "hour") else doing.on.isoformat()
        form = {"_key": key.group(1), "_which": doing.which, "_on": on, "_court": doing.court}
        answer = client.post(url, {**form, **flat(doing.act.data, doing.data)})
        if answer.status_code in REFUSED:
            return ["*"]
        assert answer.status_code == 302, f"{url} answered {answer.status_code}"
        led = client.get(answer["Location"])
        assert led.status_code == 200, f"{answer['Location']} answered {led.status_code}"
        return []

    def _url(self, doing: Doing) -> str:
        if doing.matter is None:
            return (
                reverse("pages:open", args=[doing.procedure, doing.act.name]) + "?" + urlencode({"court": doing.court})
            )
        return reverse("pages:act", args=[doing.matter.id, doing.act.name])


def flat(fields: Mapping[str, Field], data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested data as the names and values of a form."""
    form: dict[str, Any] = {}
    for name, value in data.items():
        field = fields.get(name)
        at = f"{prefix}{name}"
        if field is None:
            form[at] = str(value)
        elif field.many and field.type not in ("file", "staff", *law().choices, *law().posts):
            form[f"{at}-rows"] = str(len(value))
            for n, one in enumerate(value):
                form |= _one(field, one, f"{at}-{n}")
        else:
            form |= _one(field, value, at)
    return form


def _one(field: Field, value: Any, at: str) -> dict[str, Any]:
    record = law().records.get(field.type)
    if record is not None and isinstance(value, Mapping):
        return flat(record.fields, value, f"{at}-")
    if field.type == "file":
        files = value if isinstance(value, list) else [value]
        return {at: [f"{f['digest']}/{f['name']}" for f in files if isinstance(f, Mapping)]}
    if field.type == "yes":
        return {at: "on"} if value else {}
    return {at: [str(v) for v in value] if isinstance(value, list) else str(value)}
