"""Two versions of a text, sentence by sentence. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]+[”’）]?|[^。；！？\n]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of each version; `kind`: same, changed, removed or added."""

    kind: str
    old: str
    new: str


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark; blank lines are none."""
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip()]


def compare(old: str, new: str) -> list[Pair]:
    """The sentences of both, side by side, in order."""
    a, b = sentences(old), sentences(new)
    found = []
    for tag, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for left, right in zip_longest(a[i:j], b[m:n], fillvalue=""):
            kind = "same" if tag == "equal" else "changed" if left and right else "removed" if left else "added"
            found.append(Pair(kind, left, right))
    return found
