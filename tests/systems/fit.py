"""Whether the words of a produced paper are fit to be read by people: no code of the law book's authors, no gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xiezhi.kernel.papers import store
from xiezhi.kernel.record.models import Paper

UNFIT = {
    "a code": re.compile(r"(?<![A-Za-z./])[a-z]{3,}(?:_[a-z]+)*(?:\.\d+)?(?![A-Za-z])"),
    "an identity": re.compile(r"[0-9a-f]{32}"),
    "a day as machines write it": re.compile(r"\d{4}-\d\d-\d\d"),
    "two stops": re.compile(r"[。；，][。；，]|：[。；，]"),
    "a mark of the form": re.compile(r"[{}⟦⟧]|None|True|False"),
    "a missing word": re.compile("——(?!—)"),
}
FILES = re.compile(r"[\w\-]+\.(?:pdf|jpg|png|docx|mp4|zip|xlsx)")


def unfit(forms: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """(form, what is wrong, line) of the papers made by these forms."""
    for row in Paper.objects.filter(title__in=forms).exclude(kind="filed"):
        for line in FILES.sub("", store.read(row.digest).decode("utf-8")).splitlines():
            for what, pattern in UNFIT.items():
                if pattern.search(line):
                    yield row.title, what, line
