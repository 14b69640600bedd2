"""What a file is, by its first bytes and never by its name. Pure: nothing is opened, nothing is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

HEAD = 4096  # bytes that are enough to tell


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its media type, the endings it goes by, its name for people."""

    slug: str
    media: str
    endings: tuple[str, ...]
    title: str

    @property
    def seen(self) -> bool:
        """Whether it has pages that can be shown and read."""
        return self.slug in ("pdf", "docx", "png", "jpg", "webp", "txt")


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain; charset=utf-8"
PHOTOS = ("jpg", "png", "webp")
TAKEN = {
    one.slug: one
    for one in (
        Kind("pdf", "application/pdf", ("pdf",), "PDF"),
        Kind("docx", DOCX, ("docx",), "Word（docx）"),
        Kind("jpg", "image/jpeg", ("jpg", "jpeg"), "照片（jpg）"),
        Kind("png", "image/png", ("png",), "图片（png）"),
        Kind("webp", "image/webp", ("webp",), "图片（webp）"),
        Kind("txt", TEXT, ("txt", "csv", "md"), "文本（txt）"),
        Kind("mp3", "audio/mpeg", ("mp3",), "录音（mp3）"),
        Kind("wav", "audio/wav", ("wav",), "录音（wav）"),
        Kind("mp4", "video/mp4", ("mp4", "m4a", "mov"), "录像（mp4）"),
    )
}
MOST_BYTES, MOST_FILES = 500 * 1024 * 1024, 60
LIMITS = (
    f"可以交 PDF、Word（docx）、照片（jpg、png、webp）、文本（txt）和录音录像（mp3、wav、mp4）；"
    f"每个文件不超过 {MOST_BYTES // 1024 // 1024} MB，一次最多 {MOST_FILES} 个。网络断了可以接着传。"
)
ACCEPT = ",".join(f".{each}" for kind in TAKEN.values() for each in kind.endings)
# What is known and not taken: what people may do instead.
REFUSED = {
    "doc": "旧的 Word 文件（doc）或者加密的 Office 文件：请去掉密码，另存为 docx 或者 PDF",
    "heic": "苹果手机的 HEIC 照片：请在手机“设置—相机—格式”里选“兼容性最佳”，或者转成 jpg",
    "gif": "GIF 图片：请转成 png 或者 jpg",
    "tiff": "TIFF 扫描件：请转成 PDF",
    "bmp": "BMP 图片：请转成 png 或者 jpg",
    "rtf": "RTF 文件：请另存为 docx 或者 PDF",
    "packed": "压缩包：请解压以后把里面的文件一个一个交",
    "program": "程序文件：不能作为材料",
    "page": "网页或者 SVG：请打印成 PDF",
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"ID3", "mp3"), (b"GIF8", "gif"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"BM", "bmp"), (b"{\\rtf", "rtf"), (b"\xd0\xcf\x11\xe0", "doc"),
    (b"Rar!", "packed"), (b"7z\xbc\xaf", "packed"), (b"\x1f\x8b", "packed"), (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"#!", "program"),
)  # fmt: skip
_PAGE = re.compile(rb"<(?:!doctype\s+(?:html|svg)|html|head|body|svg|script|iframe|\?php|\?xml)[\s>/]", re.I)
_UTF8_MARK = b"\xef\xbb\xbf"


def sniff(head: bytes) -> str:
    """The slug of a kind taken (`TAKEN`) or refused (`REFUSED`) by its first bytes; "" when nothing is known."""
    for magic, slug in _MAGIC:
        if head.startswith(magic):
            return slug
    if head[:2] == b"\xff\xfb" or head[:2] in (b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif") else "mp4"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in head or b"[Content_Types].xml" in head[:64] else "packed"
    return _text(head)


def _text(head: bytes) -> str:
    if _PAGE.search(head[:1024]):
        return "page"
    return "txt" if decoded(head, cut=len(head) >= HEAD) is not None else ""


def decoded(data: bytes, *, cut: bool = False) -> str | None:
    """Text in UTF-8 or GB 18030 without control characters, or None. `cut`: the last character may be incomplete."""
    for encoding in ("utf-8-sig", "gb18030"):
        for end in range(4 if cut else 1):
            try:
                text = data[: len(data) - end].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text) else text
    return None


def media_of(head: bytes) -> str:
    """The media type under which bytes are handed out; what is not known is only bytes."""
    kind = TAKEN.get(sniff(head))
    return kind.media if kind else "application/octet-stream"


def clean_name(name: str, most: int = 120) -> str:
    """The last part of a file name, without control characters, cut with its ending kept."""
    plain = "".join(c for c in PurePosixPath(name.replace("\\", "/")).name if c.isprintable()).strip() or "文件"
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= most else f"{stem[: most - 1 - len(ending[:10])]}{dot}{ending[:10]}"


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def agrees(name: str, slug: str) -> bool:
    """Whether a name's ending says the same as the bytes; a name without a known ending says nothing."""
    named = [kind.slug for kind in TAKEN.values() if ending(name) in kind.endings]
    return not named or slug in named
