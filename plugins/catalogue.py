"""Gettext catalogues read straight from their .po files: nothing to compile, nothing to forget."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parent / "locale"


@cache
def load_catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    """The translations of ``folder``/<language>/LC_MESSAGES/messages.po.

    A language without a catalogue (English, whose texts are the msgids) gives
    one that answers every msgid with itself. Fuzzy entries are left out, as
    ``msgfmt`` does. Read once a process: a build asks for it at every post.
    """
    path = folder / language.partition("-")[0] / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        catalogue = read_po(stream)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
