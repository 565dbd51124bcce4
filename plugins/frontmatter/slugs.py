"""The part of its address that is a text's own."""

from __future__ import annotations

from plugins.files import slugify
from plugins.frontmatter.schema import Source


def slug_of(source: Source) -> str:
    """The front matter's ``slug``, or one from the folder or the file; maybe "".

    Not from the title: a corrected title must not move a post.
    """
    path = source.path
    name = path.parent.name if path.stem == "index" else path.stem
    found: str = source.get("slug") or slugify(name)
    return found
