"""Filling the form of a paper with the facts of a matter. The text is the paper's content; how it is printed is a page's business."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xiezhi.kernel.law.model import Form

MEDIA = "text/plain; charset=utf-8"
MISSING = "——"
_SLOT = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


def produce(form: Form, slots: Mapping[str, str]) -> bytes:
    """The paper as text: each {slot} filled, a missing one printed 「——」."""
    return _SLOT.sub(lambda m: slots.get(m.group(1)) or MISSING, form.text).strip().encode() + b"\n"


def slots_of(form: Form) -> list[str]:
    """The slots a form names, in order."""
    return list(dict.fromkeys(_SLOT.findall(form.text)))
