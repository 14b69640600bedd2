"""Papers lie under their digest, are never overwritten, and damage is found."""

import pytest

from xiezhi.kernel.papers import kinds, store


def test_kept_bytes_come_back(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.XIEZHI_HOME = tmp_path
    digest = store.keep("起诉状".encode())
    assert store.read(digest) == "起诉状".encode()
    assert store.keep("起诉状".encode()) == digest
    assert [p.name for p in store.path(digest).parent.iterdir()] == [digest]


def test_damage_is_not_served(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.XIEZHI_HOME = tmp_path
    digest = store.keep(b"one")
    store.path(digest).write_bytes(b"two")
    with pytest.raises(store.Damaged):
        store.read(digest)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7 rest", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("民事起诉状".encode(), "text/plain; charset=utf-8"),
        (("喆" * 2000).encode()[:4096], "text/plain; charset=utf-8"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"PK\x03\x04rest word/document.xml", kinds.DOCX),
    ],
)
def test_the_kind_is_sniffed_from_the_bytes(head: bytes, kind: str) -> None:
    assert kinds.media_of(head) == kind
