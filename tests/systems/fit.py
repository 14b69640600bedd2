"""Whether the words of a produced paper are fit to be read by people: no code of the law book's authors, no gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

UNFIT = {
    "a code": re.compile(r"(?<![A-Za-z./])[a-z]{3,}(?:_[a-z]+)*(?:\.\d+)?(?![A-Za-z])"),
    "an identity": re.compile(r"[0-9a-f]{32}"),
    "a day as machines write it": re.compile(r"\d{4}-\d\d-\d\d"),
    "two stops": re.compile(r"[。；，][。；，]|：[。；，]"),
    "a mark of the form": re.compile(r"[{}⟦⟧]|None|True|False"),
    "a missing word": re.compile("——(?!—)"),
}
FILES = re.compile(r"[\w\-]+\.(?:pdf|jpg|png|docx|mp4|zip|xlsx)")


def unfit(text: str) -> Iterator[str]:
    """What is wrong with the words of a paper, with the line where it stands."""
    for line in FILES.sub("", text).splitlines():
        yield from (f"{what}: {line}" for what, pattern in UNFIT.items() if pattern.search(line))
