"""GIFs without what their makers wrote into them, and without touching a pixel.

To decode an animation and encode it again would lose colours and gain weight;
its blocks can be copied one by one (GIF89a specification, sections 18 to 26).
"""

from __future__ import annotations

from plugins.images.faults import damaged

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip_gif(data: bytes) -> bytes:
    """The file without comments and applications' data (XMP); how often it loops is kept.

    Raises `UnfitPicture` where the blocks do not follow the specification.
    """
    try:
        return _strip(data)
    except IndexError:
        raise damaged("end of file") from None


def _strip(data: bytes) -> bytes:
    place = 13 + _table(data[10])
    kept = bytearray(data[:place])
    while data[place] != _TRAILER:
        start = place
        if data[place] == _EXTENSION:
            place = _skip(data, place + 2)
        elif data[place] == _IMAGE:
            place = _skip(data, place + 10 + _table(data[place + 9]) + 1)
        else:
            raise damaged(f"GIF, {place}")
        if not _is_luggage(data[start:place]):
            kept += data[start:place]
    kept.append(_TRAILER)
    return bytes(kept)


def _table(flags: int) -> int:
    """The length of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip(data: bytes, place: int) -> int:
    """The place after a chain of sub-blocks."""
    while data[place]:
        place += data[place] + 1
    return place + 1


def _is_luggage(block: bytes) -> bool:
    if block[0] != _EXTENSION:
        return False
    return block[1] == _COMMENT or (block[1] == _APPLICATION and block[3:14] not in _LOOPS)
