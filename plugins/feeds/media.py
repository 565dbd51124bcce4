"""Sound, film and pictures that go with a post: what they are, and where the text names them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

# Our own table: Python's reads the machine's, so that two machines would make two feeds.
TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_NAMED = re.compile(
    r"""<(?:audio|video|source|a)\b[^>]*?\s(?:src|href)\s*=\s*["']([^"']+)""", re.IGNORECASE
)

_RECORDINGS = tuple(end[1:] for end, kind in TYPES.items() if kind[:5] in {"audio", "video"})


def media_type(url: str) -> str | None:
    """The type that an address ends in, or None."""
    return TYPES.get(PurePosixPath(urlsplit(url).path).suffix.lower())


def is_recording(url: str) -> bool:
    """Whether an address is one of sound or film."""
    return (media_type(url) or "").startswith(("audio/", "video/"))


def find_recordings(html: str, page: str) -> Iterator[str]:
    """The full addresses of the sound and film that ``html`` plays or links to, in order."""
    lowered = html.lower()
    if not any(end in lowered for end in _RECORDINGS):  # as in nearly every text
        return
    for found in _NAMED.findall(html):
        url = urljoin(page, unescape(found))
        if is_recording(url):
            yield url


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG (its IHDR chunk, which comes first). Raises ValueError."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height
