"""Cleaning what was typed: from plain JSON to canonical values, with every fault at its field. Pure.

Canonical values are JSON again: dates "2025-03-03", minutes "2025-03-03T09:30", money "12000.00" (yuan), whole numbers,
ticks, lists and objects. Nothing is guessed; what was typed stays with the caller.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xiezhi.kernel.law.model import Field, LawBook, Record
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.refusal import Refusal
from xiezhi.kernel.procedure.registry import Questions
from xiezhi.kernel.procedure.standing import Standing

LONGEST = {"text": 500, "note": 200_000}
# What is kept of a party, and the name of a paper, have columns of their own.
LONGEST_OF_PARTY = {"name": 200, "id_number": 40, "phone": 40, "address": 300}
LONGEST_FILE_NAME = 200
MOST_ROWS = 10_000
MOST_MONEY = Decimal("10000000000000")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# How a state secret is marked on its face: the grade, then the star before its term. Such matter never enters (保守国家秘密法).
_STATE_SECRET = re.compile(r"(绝密|机密|秘密)\s*★")
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class Fault(Exception):
    """One wrong value; the message is Chinese and says what to do."""


class Cleaner:
    """Cleans the data of one act against its fields."""

    def __init__(self, book: LawBook, standing: Standing, ask: Questions) -> None:
        self.book, self.standing, self.ask = book, standing, ask
        self.refusals: list[Refusal] = []

    def fields(self, fields: Mapping[str, Field], raw: Any, at: str = "") -> dict[str, Any]:
        """Canonical values of these fields; faults are collected in `refusals`."""
        if not isinstance(raw, Mapping):
            self._fault(at.rstrip("."), "这里应当是一组项目。")
            return {}
        for name in raw:
            if name not in fields:
                self._fault(f"{at}{name}", f"没有“{name}”这个项目，请核对后再交。")
        clean = {}
        for name, field in fields.items():
            if field.value:
                continue
            value = self._field(field, raw.get(name), f"{at}{name}")
            if value is not None:
                clean[name] = value
        return clean

    def _fault(self, where: str, message: str) -> None:
        self.refusals.append(Refusal("data", message, field=where))

    def _field(self, field: Field, raw: Any, where: str) -> Any:
        if field.many:
            return self._many(field, raw, where)
        if raw is None or raw == "" or raw == {}:
            if field.required:
                self._fault(where, f"请填写“{field.title}”。")
            return None
        value = self.one(field, raw, where)
        if field.type == "yes" and field.required and value is False:
            self._fault(where, f"请确认“{field.title}”。")
        return value

    def _many(self, field: Field, raw: Any, where: str) -> list[Any] | None:
        if raw is None or raw == "":
            raw = []
        if not isinstance(raw, list):
            self._fault(where, f"“{field.title}”应当是一个列表。")
            return None
        if len(raw) > MOST_ROWS:
            self._fault(where, f"“{field.title}”一次最多{MOST_ROWS}行，请分次提交。")
            return None
        if field.required and not raw:
            self._fault(where, f"请至少填写一项“{field.title}”。")
        return [self.one(field, one, f"{where}.{n}") for n, one in enumerate(raw)]

    def one(self, field: Field, raw: Any, where: str) -> Any:
        """The canonical value of one field; its fault is collected."""
        record = self.book.records.get(field.type)
        if record is not None:
            clean = self.fields(record.fields, raw, f"{where}.")
            if record.table == "party":
                self._party(record, clean, where)
            return clean
        try:
            return self._scalar(field, raw)
        except Fault as fault:
            self._fault(where, str(fault))
            return None

    def _party(self, record: Record, clean: Mapping[str, Any], where: str) -> None:
        for name, most in LONGEST_OF_PARTY.items():
            if len(clean.get(name) or "") > most:
                self._fault(f"{where}.{name}", f"“{record.fields[name].title}”最多{most}字，请缩短。")

    def _scalar(self, field: Field, raw: Any) -> Any:
        kind = field.type
        if kind in self.book.choices:
            return one_of(self.book.choices[kind], raw, field.title)
        if kind in self.book.posts and kind != "staff":  # the built-in post of that name is no relation to choose from
            return one_of(ones(kind, self.standing, self.book), raw, field.title)
        if kind in CLEAN:
            return CLEAN[kind](raw, field.title)
        return self._looked_up(kind, raw, field.title)

    def _looked_up(self, kind: str, raw: Any, title: str) -> Any:
        if kind == "file":
            return self._file(raw, title)
        text = text_of(raw, title)
        if kind == "cause":
            found = self.ask.cause(text)
            if found is None:
                raise Fault(f"案由表里没有“{short(text)}”，请从列表中选一个。")
            return found
        if kind == "court":
            if not self.ask.court(text):
                raise Fault(f"没有代字为“{short(text)}”的法院。")
            return text
        if kind == "staff":
            if not self.ask.staff(text, self.standing.court):
                raise Fault(f"“{title}”应当是本院在职人员。")
            return text
        raise Fault(f"不认识的项目类型“{kind}”。")

    def _file(self, raw: Any, title: str) -> dict[str, str]:
        given = raw if isinstance(raw, Mapping) else {"digest": raw}
        digest = given.get("digest")
        if not isinstance(digest, str) or not self.ask.paper(digest):
            raise Fault(f"没有收到“{title}”的文件，请重新上传。")
        return {"digest": digest, "name": text_of(given.get("name") or title, title, LONGEST_FILE_NAME)}


def short(text: str, most: int = 20) -> str:
    """A long text cut for a message."""
    return text if len(text) <= most else text[:most] + "…"


def text_of(raw: Any, title: str, most: int = LONGEST["text"], lines: bool = False) -> str:
    """A text: composed (NFC), trimmed, without control characters, not too long. Rare characters and · stand."""
    if not isinstance(raw, str):
        raise Fault(f"“{title}”应当是文字。")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > most:
        raise Fault(f"“{title}”最多{most}字，现在有{len(text)}字，请缩短或作为文件上传。")
    allowed = "\n\t" if lines else ""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text):
        raise Fault(f"“{title}”里有看不见的控制字符，请删去后再交。")
    if not text:
        raise Fault(f"请填写“{title}”。")
    if _STATE_SECRET.search(text):
        raise Fault(f"“{title}”里有国家秘密的标志。国家秘密不能在本平台提交，请删去，并按保密规定到法院当面办理。")
    return text


def note_of(raw: Any, title: str) -> str:
    return text_of(raw, title, LONGEST["note"], lines=True)


def date_of(raw: Any, title: str) -> str:
    if not isinstance(raw, str) or not _DATE.fullmatch(raw.strip()):
        raise Fault(f"“{title}”请写成 2025-03-03 这样的日期。")
    try:
        return date.fromisoformat(raw.strip()).isoformat()
    except ValueError:
        raise Fault(f"“{title}”没有{short(raw)}这一天，请核对。") from None


def minute_of(raw: Any, title: str) -> str:
    text = raw.strip().replace(" ", "T") if isinstance(raw, str) else ""
    if not _MINUTE.fullmatch(text):
        raise Fault(f"“{title}”请写成 2025-03-03 09:30 这样的时间。")
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError:
        raise Fault(f"“{title}”没有{short(text)}这个时间，请核对。") from None


def money_of(raw: Any, title: str) -> str:
    text = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
    text = unicodedata.normalize("NFKC", text).replace(",", "").strip().removesuffix("元")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Fault(f"“{title}”请填写金额，例如 20000 或 20000.50。") from None
    if not amount.is_finite() or amount < 0 or amount > MOST_MONEY:
        raise Fault(f"“{title}”的金额不合常理，请核对。")
    if amount != amount.quantize(Decimal("0.01")):
        raise Fault(f"“{title}”最多写到分（两位小数）。")
    return f"{amount:.2f}"


def number_of(raw: Any, title: str) -> int:
    text = unicodedata.normalize("NFKC", str(raw)).strip() if not isinstance(raw, bool) else ""
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise Fault(f"“{title}”请填写整数。")
    return int(text)


def yes_of(raw: Any, title: str) -> bool:
    if raw in (True, "on", "true", "yes", "1", 1):
        return True
    if raw in (False, "false", "no", "0", 0):
        return False
    raise Fault(f"“{title}”请选择是或者否。")


def one_of(choices: Mapping[str, Any], raw: Any, title: str) -> str:
    if isinstance(raw, str) and raw in choices:
        return raw
    raise Fault(f"“{title}”请从所列各项中选一个。")


CLEAN: dict[str, Callable[[Any, str], Any]] = {
    "text": text_of,
    "note": note_of,
    "date": date_of,
    "minute": minute_of,
    "money": money_of,
    "number": number_of,
    "yes": yes_of,
}
