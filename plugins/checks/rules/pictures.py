"""What stands for a picture that is not seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from plugins.files import fold
from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text


def _missing_alternative(text: Text, _around: Around) -> Iterator[Finding]:
    """In HTML ``alt=""`` is an answer: the picture is an ornament. Markdown cannot say so."""
    for image in text.images:
        is_html = text.body.startswith("<", image.at)
        if image.alt is None or (not image.alt and not is_html):
            yield Finding(image.at, values={"picture": image.target})
    if text.source.get("image") and not text.source.get("image_alt"):
        yield Finding(key="image", values={"picture": text.source.get("image")})


def _idle_alternative(text: Text, _around: Around) -> Iterator[Finding]:
    """The name of the file, or a mere «image»."""
    for image in text.images:
        name = PurePosixPath(image.target)
        said = fold(image.alt or "")
        if said and said in {fold(name.name), fold(name.stem), "image", "photo", "picture", "img"}:
            yield Finding(image.at, values={"alt": image.alt})


RULES = (
    Rule(
        code="missing-alternative",
        severity="warning",
        reason=msg(
            "Who does not see a picture, and who reads where pictures are not shown, has its "
            "alternative text alone (WCAG 1.1.1)."
        ),
        cause=msg("The picture “{picture}” has no alternative text."),
        remedy=msg(
            "Say between the brackets what it shows (“image_alt” in the front matter); for a mere "
            'ornament write <img src="…" alt="">.'
        ),
        find=_missing_alternative,
        failing=Example("Un texte.\n\n![](photo.jpg)\n", at="photo"),
        passing=Example(
            'Un texte.\n\n![Un pont sous la pluie](photo.jpg)\n\n<img src="filet.svg" alt="">\n'
        ),
        kinds=EVERYWHERE,
    ),
    Rule(
        code="idle-alternative",
        severity="warning",
        reason=msg("An alternative text that names the file says nothing of what is to be seen."),
        cause=msg("“{alt}” does not say what the picture shows."),
        remedy=msg("Write what a reader would miss without it."),
        find=_idle_alternative,
        failing=Example("![IMG_2034.jpg](IMG_2034.jpg)\n", at="IMG"),
        passing=Example("![Le banc d’essai](IMG_2034.jpg)\n"),
        kinds=EVERYWHERE,
    ),
)
