"""Which files may be attached, judged by their first bytes and never by name or claim.

What a browser would run (HTML, SVG, scripts) is refused; what is taken is always offered as a download.
"""

import re

#: First bytes and the MIME type they prove.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)", re.IGNORECASE)
_ENDINGS_OF_TEXT = frozenset({"txt", "csv", "tsv", "eml", "md", "log", "edi", "json"})
TAKEN = "PDF, PNG, JPEG, GIF, WebP, TIFF, Office and OpenDocument files, ZIP, or plain text such as CSV"


def content_type(name: str, content: bytes) -> str | None:
    """Give the MIME type that the content proves, or None where it is not to be taken."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    ending = name.rpartition(".")[2].lower()
    for start, kind in _MAGIC:
        if content.startswith(start):
            return _OFFICE.get(ending, kind) if kind == "application/zip" else kind
    return _text(ending, content)


def _text(ending: str, content: bytes) -> str | None:
    if ending not in _ENDINGS_OF_TEXT or b"\x00" in content:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if _MARKUP.search(text[:4096]):
        return None
    return "text/csv" if ending in ("csv", "tsv") else "text/plain"
