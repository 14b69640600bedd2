"""The files of one posted form: those chosen in it are taken in now, those that came before are named by their digests.

A file that is not taken spoils nothing else: the others are kept, and the form says which one and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from xiezhi.kernel.papers import intake, kinds, store
from xiezhi.kernel.papers.intake import KeptFile, Unfit

Given = dict[str, str]  # {"digest", "name"}


class Received:
    """The files of a request. `faults`: by the name of the field, why a file of it was not taken."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.faults: dict[str, str] = {}

    def value(self, name: str, kept: Sequence[Given], many: bool) -> Any:
        """What a file field holds: all its files, or the one; several photos of the one are joined in their order."""
        found = [*kept, *self.sent(name)]
        if many:
            return found
        return self._one(name, found) if len(found) > 1 else (found[0] if found else "")

    def sent(self, name: str) -> list[Given]:
        """The files posted under a name, taken in."""
        found = []
        for file in self.request.FILES.getlist(name):
            if isinstance(file, UploadedFile):
                taken = self.take(name, file)
                found += [taken.given()] if taken else []
        return found

    def take(self, name: str, file: UploadedFile[bytes]) -> KeptFile | None:
        """One file of the form, taken in; None when it is refused."""
        try:
            if (file.size or 0) > kinds.MOST_BYTES:
                raise intake.too_large(kinds.clean_name(file.name or ""), file.size or 0)
            return intake.take_bytes(file.chunks(), file.name or "")
        except Unfit as unfit:
            self.fault(name, f"{unfit}。其他内容都已保留")
            return None

    def _one(self, name: str, found: Sequence[Given]) -> Any:
        try:
            return intake.join([kept(one) for one in found]).given()
        except Unfit as unfit:
            self.fault(name, str(unfit))
            return found[0]

    def fault(self, name: str, says: str) -> None:
        """Say that a file of a field was not taken."""
        self.faults[name] = "；".join(filter(None, [self.faults.get(name, ""), says]))


def kept(given: Given) -> KeptFile:
    """A kept file as it was taken. `Unfit` when it is not there."""
    file = store.path(given["digest"])
    if not file.is_file():
        raise Unfit("missing", f"没有收到“{given['name']}”，请重新上传")
    with file.open("rb") as opened:
        kind = kinds.sniff(opened.read(kinds.HEAD))
    return KeptFile(given["digest"], given["name"], kind, file.stat().st_size, 1)


def unsent(_name: str, kept: Sequence[Given], many: bool) -> Any:
    """A file field of a form that is only looked at: nothing new is taken in."""
    return list(kept) if many else (kept[-1] if kept else "")
