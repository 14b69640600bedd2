"""What went wrong, as RFC 9457 problem details: {"type", "title", "status", "detail", "refusals"?}."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xiezhi.kernel.papers.cell.unfit import Unfit
from xiezhi.kernel.procedure.refusal import Refusal, Refused

TITLES = {
    400: "请求不能识别", 401: "尚未登录", 403: "没有权限", 404: "没有找到", 409: "现在不能办理",
    405: "不能这样使用", 413: "内容过大", 415: "内容的格式不对", 422: "填写的内容有误", 429: "请求太多", 500: "平台发生故障", 503: "平台暂不可用",
}  # fmt: skip
# Refusal codes and the status that tells most; every other code says that the act is not open now.
STATUS = {
    "hidden": 404, "unknown_act": 404, "unknown_procedure": 404, "not_your_post": 403,
    "data": 422, "which": 422, "court_not_here": 422,
}  # fmt: skip
NOT_OPEN_NOW = 409
# Refusals told at once, and characters of each; a claim with ten thousand faults is told the first ones.
MOST, LONGEST = 100, 500
MISSING = "没有找到，或者不对您开放。"
BROKEN = "请求不能识别，请核对后再发。"
log = logging.getLogger(__name__)


class RefusalOut(Schema):
    """Why not: a stable code, a Chinese sentence, its article, the place in the data."""

    code: str
    message: str
    basis: str = ""
    field: str = ""


class ProblemOut(Schema):
    """An error as application/problem+json; `type` is a stable slug."""

    type: str
    title: str
    status: int
    detail: str
    refusals: list[RefusalOut] = []


def errors(*statuses: int) -> dict[int, type[ProblemOut]]:
    """How an operation may fail, for its description."""
    return dict.fromkeys(statuses, ProblemOut)


class Problem(Exception):
    """A request that cannot be answered; becomes a problem of this status."""

    def __init__(self, status: int, type_: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.type = status, type_


def unfit_problem(unfit: Unfit) -> Problem:
    """A file that is not taken, as a problem."""
    return Problem(413 if unfit.code == "too_large" else 422, unfit.code, str(unfit))


def problem(status: int, type_: str, detail: str, refusals: Iterable[Refusal] = ()) -> HttpResponse:
    """The response of a problem."""
    found = [_sayable(r) for r in refusals]
    body = {"type": type_, "title": TITLES[status], "status": status, "detail": _utf8(detail), "refusals": found}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _sayable(refusal: Refusal) -> dict[str, str]:
    """A refusal without what UTF-8 cannot say and without the whole of a long name that somebody sent."""
    return {name: _utf8(str(value))[:LONGEST] for name, value in refusal.as_dict().items()}


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def refused(refusals: tuple[Refusal, ...]) -> HttpResponse:
    """The problem of a refused act: the status is that of its first refusal."""
    first = refusals[0]
    status = STATUS.get(first.code, NOT_OPEN_NOW)
    if first.code == "hidden":
        return problem(status, "not_found", MISSING)
    return problem(status, first.code, first.message[:LONGEST], refusals[:MOST])


def _of_validation(errors: list[dict[str, Any]]) -> list[Refusal]:
    """Faults of a request's form; the inputs themselves are not repeated."""
    found = []
    for error in errors[:MOST]:
        place = ".".join(str(part)[:40] for part in error.get("loc", ())[1:])
        found.append(Refusal("data", f"“{place}”不符合要求：{error.get('type', '')}", field=place))
    return found


def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return refused(exc.refusals)


def _problem(request: HttpRequest, exc: Problem) -> HttpResponse:
    return problem(exc.status, exc.type, str(exc))


def _form(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    if any(error.get("loc", ("",))[0] == "path" for error in exc.errors):
        return problem(404, "not_found", MISSING)
    return problem(422, "data", "请求的内容有误，请按所列各处改正。", _of_validation(exc.errors))


def _nobody(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    response = problem(401, "signed_out", "请先登录，或者提供有效的个人令牌（Authorization: Bearer …）。")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:
    # What the parser said is wrapped by the library.
    if isinstance(exc.__cause__, Problem):
        return _problem(request, exc.__cause__)
    return problem(exc.status_code if exc.status_code in TITLES else 400, "bad_request", BROKEN)


def _too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024 / 1024
    return problem(413, "too_large", f"内容超过{most:g}MB，没有收下。请拆分后再发，或者作为文件上传。")


def _broken(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(400, "bad_request", BROKEN)


def _missing(request: HttpRequest, exc: Http404) -> HttpResponse:
    return problem(404, "not_found", MISSING)


def _fault(request: HttpRequest, exc: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=exc)
    return problem(500, "fault", "平台发生故障，已记入日志；没有任何内容被记录，请稍后用同一提交号再试。")


HANDLERS: dict[type[Exception], Any] = {
    Refused: _refused, Problem: _problem, ValidationError: _form, AuthenticationError: _nobody, HttpError: _http,
    RequestDataTooBig: _too_big, SuspiciousOperation: _broken, MultiPartParserError: _broken,
    UnreadablePostError: _broken, Http404: _missing, Exception: _fault,
}  # fmt: skip


def handle_all(api: NinjaAPI) -> None:
    """Every way to fail, as a problem."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
