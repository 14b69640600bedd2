"""What whoever keeps the platform watches: alive, ready, figures for Prometheus, statements that took long.

Nothing here names a person or a case: figures are counts, a statement is logged without its values.
"""

from __future__ import annotations

import hmac
import logging
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from xiezhi.keeping.beat import last_beat
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.record.models import Event, Matter, Period

Handler = Callable[[HttpRequest], HttpResponse]
QUIET = timedelta(minutes=2)  # the worker looks around every few seconds
ROOM = 256 << 20  # bytes that must be free where the home lies
LOOPBACK = ("127.0.0.1", "::1")
log = logging.getLogger("xiezhi.slow")

SECONDS = Histogram(
    "xiezhi_request_seconds", "Time to answer, by page, method and kind of answer.", ["page", "method", "kind"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)  # fmt: skip


def watched(handler: Handler) -> Handler:
    """Count and time each answer by page; log statements that took longer than XIEZHI_SLOW milliseconds."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with connection.execute_wrapper(_timed):
            response = handler(request)
        found = request.resolver_match
        page = (found.view_name or "other") if found else "none"
        SECONDS.labels(page, request.method or "", f"{response.status_code // 100}xx").observe(
            time.perf_counter() - began
        )
        return response

    return answer


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - began) * 1000
        if took >= settings.SLOW_MS:
            log.warning("a statement took %d ms: %s", took, sql)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether acts can be done here: each part with true or false; 503 when one is false."""
    parts = {name: _holds(check) for name, check in CHECKS.items()}
    return JsonResponse({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is, this part is not ready
        return False


def _database() -> bool:
    Matter.objects.exists()
    return True


def _law() -> bool:
    return in_force.refresh(in_force.LOOK_EVERY) is not None


def _room() -> bool:
    found = os.statvfs(settings.XIEZHI_HOME)
    return found.f_bavail * found.f_frsize >= ROOM


def _worker() -> bool:
    beat = last_beat(Path(settings.XIEZHI_HOME))
    return beat is not None and clock.now() - beat < QUIET


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "law": _law, "room": _room, "worker": _worker}


class Figures(Collector):
    """Counts out of the database, asked when they are scraped."""

    def collect(self) -> Iterator[Metric]:
        """Messages by state with the age of the oldest, periods overdue, events."""
        messages = GaugeMetricFamily("xiezhi_messages", "Messages in the outbox.", labels=["state"])
        for state, n in Message.objects.exclude(state="delivered").values_list("state").annotate(n=Count("pk")):
            messages.add_metric([state], n)
        yield messages
        oldest = Message.objects.filter(state="waiting").aggregate(at=Min("not_before"))["at"]
        age = max((clock.now() - oldest).total_seconds(), 0) if oldest else 0
        yield GaugeMetricFamily("xiezhi_oldest_message_seconds", "Age of the oldest message that waits.", value=age)
        today = clock.today().isoformat()
        overdue = Period.objects.filter(state="running", due__lt=today).exclude(due="").count()
        yield GaugeMetricFamily("xiezhi_periods_overdue", "Running periods whose last day has passed.", value=overdue)
        yield GaugeMetricFamily("xiezhi_events", "Events in the record.", value=Event.objects.count())


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus's format: to this machine, or to whoever shows XIEZHI_METRICS_TOKEN."""
    if not _may_scrape(request):
        return HttpResponse("not for you\n", status=403, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(Figures())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(SECONDS)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
