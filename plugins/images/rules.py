"""Pictures as files: their weight, their size, and what a camera wrote into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from plugins.files import path_below
from plugins.images.settings import Settings
from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text

_INDICATED = re.compile(r"(?:\{|\|)(?:attach|static|filename)(?:\}|\|)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a picture's file says of itself: its bytes, its sides in pixels (0 for a drawing)."""

    weight: int
    width: int = 0
    height: int = 0
    has_position: bool = False


@dataclass(frozen=True)
class Pictures:
    """The looks of the picture at a path below content/; None where there is none."""

    looks: Callable[[str], Looks | None]


def _pictures(text: Text, around: Around) -> Iterator[tuple[Finding, Looks]]:
    """Every picture of the site that ``text`` shows, at its place."""
    pictures = around.get(Pictures)
    for finding, path in _named(text):
        looks = pictures.looks(path) if pictures else None
        if looks is not None:
            yield finding, looks


def _named(text: Text) -> Iterator[tuple[Finding, str]]:
    """Where ``text`` names a picture, and its path below content/."""
    for image in text.images:
        yield Finding(image.at), _path(image.target, text.folder)
    for key in ("image", "portrait"):
        if name := text.source.get(key):
            yield Finding(key=key), _path(name, text.folder)


def _path(target: str, folder: str) -> str:
    plain = _INDICATED.sub("", target)
    try:
        return path_below(folder, unquote(urlsplit(plain).path))
    except ValueError:
        return ""


def _heavy_picture(text: Text, around: Around) -> Iterator[Finding]:
    most = (around.get(Settings) or Settings()).heaviest
    for finding, looks in _pictures(text, around):
        weight = looks.weight // 1000
        if weight > most:
            yield Finding(finding.at, finding.key, {"weight": weight, "most": most})


def _vast_picture(text: Text, around: Around) -> Iterator[Finding]:
    most = (around.get(Settings) or Settings()).largest
    for finding, looks in _pictures(text, around):
        if max(looks.width, looks.height) > most:
            values = {"width": looks.width, "height": looks.height, "most": most}
            yield Finding(finding.at, finding.key, values)


def _picture_position(text: Text, around: Around) -> Iterator[Finding]:
    for finding, looks in _pictures(text, around):
        if looks.has_position:
            yield finding


def _positions_unseen(names: Iterable[str], texts: Iterable[Text], around: Around) -> Iterator[str]:
    """A picture that no text shows is in the repository all the same."""
    pictures, named = around.get(Pictures), {path for text in texts for _, path in _named(text)}
    for name in names:
        looks = pictures.looks(name) if pictures and name not in named else None
        if looks is not None and looks.has_position:
            yield name


_TEXT = "Un texte.\n\n![Un pont sous la pluie](pont.jpg)\n"
_SOUND = (Pictures({"articles/pont.jpg": Looks(800_000, 3000, 2000)}.get),)

RULES = (
    Rule(
        code="heavy-picture",
        severity="notice",
        reason=msg(
            "Readers are sent smaller copies; the file itself makes each build, each backup and "
            "the git repository heavier for ever."
        ),
        cause=msg("The picture weighs {weight} kB, more than {most}."),
        remedy=msg("Export it at a lower quality, or in another format."),
        find=_heavy_picture,
        failing=Example(
            _TEXT, at="pont.jpg", facts=(Pictures({"articles/pont.jpg": Looks(9_000_000)}.get),)
        ),
        passing=Example(_TEXT, facts=_SOUND),
        kinds=EVERYWHERE,
        needs=(Pictures,),
    ),
    Rule(
        code="vast-picture",
        severity="notice",
        reason=msg("No screen shows so many pixels, and no copy that readers are sent has them."),
        cause=msg("The picture has {width} × {height} pixels, more than {most} on a side."),
        remedy=msg("Export it smaller: 3000 pixels are enough for every screen."),
        find=_vast_picture,
        failing=Example(
            _TEXT,
            at="pont.jpg",
            facts=(Pictures({"articles/pont.jpg": Looks(900_000, 9000, 6000)}.get),),
        ),
        passing=Example(_TEXT, facts=_SOUND),
        kinds=EVERYWHERE,
        needs=(Pictures,),
    ),
    Rule(
        code="picture-position",
        severity="warning",
        reason=msg(
            "Telephones write where a picture was taken into its file. What readers are sent is "
            "clean; the file in content/ tells it to whoever sees the repository."
        ),
        cause=msg("The picture’s file says where it was taken."),
        remedy=msg("Take the position out, for example with: exiftool -gps:all= -xmp:geotag= FILE"),
        find=_picture_position,
        find_files=_positions_unseen,
        failing=Example(
            _TEXT,
            at="pont.jpg",
            facts=(Pictures({"articles/pont.jpg": Looks(9000, 30, 20, has_position=True)}.get),),
        ),
        passing=Example(_TEXT, facts=_SOUND),
        kinds=EVERYWHERE,
        needs=(Pictures,),
    ),
)
