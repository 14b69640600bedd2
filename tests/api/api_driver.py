"""The driver that goes through the API, as a program of a court or a law firm would."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.systems.kernel_driver import KernelDriver
from tests.systems.story import Doing
from xiezhi.api.models import issue
from xiezhi.kernel.people.models import Account

REFUSED = (403, 404, 409, 422)


class ApiDriver:
    """Does each act by a request with the person's own token. The clock and other courts have none: they go through the
    kernel. What is refused tells its codes; what is hidden does not, and is "*"."""

    def __init__(self) -> None:
        self.client = Client()

    def do(self, doing: Doing) -> list[str]:
        if doing.actor.person is None:
            return KernelDriver().do(doing)
        token = issue(Account.objects.get(person=doing.actor.person), days=1)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"step-{doing.step}"}
        path, body = self._asked(doing)
        sent: Any = self.client.post(path, json.dumps(body), content_type="application/json", headers=headers)
        if sent.status_code == 201:
            again: Any = self.client.post(path, json.dumps(body), content_type="application/json", headers=headers)
            assert (again.status_code, again.json()["event"]) == (201, sent.json()["event"]), "sent twice is done once"
            return []
        assert sent.status_code in REFUSED, f"{path} answered {sent.status_code}: {sent.content[:300]!r}"
        assert sent.headers["Content-Type"] == "application/problem+json"
        return [r["code"] for r in sent.json()["refusals"]] or ["*"]

    def _asked(self, doing: Doing) -> tuple[str, dict[str, Any]]:
        on = doing.on.strftime("%Y-%m-%dT%H:%M") if hasattr(doing.on, "hour") else doing.on.isoformat()
        body = {"on": on, "data": doing.data}
        if doing.matter is None:
            named = {"procedure": doing.procedure, "court": doing.court, "act": doing.act.name}
            return "/api/matters", body | named
        return f"/api/matters/{doing.matter.id}/acts/{doing.act.name}", body | {"which": doing.which}
