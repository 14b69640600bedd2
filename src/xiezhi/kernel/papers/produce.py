"""Filling the form of a paper with the facts of a matter. The text is the paper's content; how it is printed is a page's business."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xiezhi.kernel.law.model import Form

MEDIA = "text/plain; charset=utf-8"
MISSING = "——"
_SLOT = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_IF_KNOWN = re.compile(r"⟦([^⟦⟧]*)⟧")
# A line that holds a label and one word, or one word alone; the label may stand on the line above it.
_LABELLED = re.compile(r"(?:[^{}：。，；　]{1,24}[：　])?\{([a-z][a-z0-9_.]*)\}[。]?")
_LABEL = re.compile(r"[^{}。，；]{1,24}：")
_STOPS = "。；，、"


def produce(form: Form, slots: Mapping[str, str]) -> bytes:
    """The paper as text: each {slot} filled. What is not known is left out where the form allows it (a part between ⟦ ⟧,
    a line that is only a label and the word), and printed 「——」 where a sentence needs it.
    """
    text = _IF_KNOWN.sub(lambda m: m[1] if all(slots.get(s) for s in _SLOT.findall(m[1])) else "", form.text)
    text = _known(text, slots)
    filled = _SLOT.sub(lambda m: _word(slots.get(m[1]) or MISSING, text[m.end() : m.end() + 1]), text)
    return re.sub(r"\n{3,}", "\n\n", filled).strip().encode() + b"\n"


def _known(text: str, slots: Mapping[str, str]) -> str:
    """Without the labelled lines of which the word is missing."""
    kept: list[str] = []
    for line in text.splitlines():
        alone = _LABELLED.fullmatch(line.strip())
        if alone is None or slots.get(alone[1]):
            kept.append(line)
        elif line.strip().startswith("{") and kept and _LABEL.fullmatch(kept[-1].strip()):
            kept.pop()
    return "\n".join(kept)


def _word(value: str, after: str) -> str:
    """A word that is a whole sentence loses its own full stop where the form goes on with a stop."""
    return value.rstrip(_STOPS) if after and after in _STOPS and value[-1:] in _STOPS else value


def slots_of(form: Form) -> list[str]:
    """The slots a form names, in order."""
    return list(dict.fromkeys(_SLOT.findall(form.text)))
