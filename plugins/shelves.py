"""The folders of content/ whose files are no posts: authors, topics. One way to read them all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.catalogue import HOUSE, load_catalogue
from plugins.composing import composition_of
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Schema, Source, load_sources
from plugins.markup import convert, make_converter
from plugins.safe_html import restrict_where_asked


def read_shelf(
    folder: Path, schema: Schema, settings: Mapping[str, Any]
) -> list[tuple[Source, str]]:
    """Each file of ``folder`` with the HTML of its text, in the site's language, faulty or not."""
    language = settings["DEFAULT_LANG"]
    more = composition_of(settings).extensions(language)
    converter = make_converter(load_catalogue(HOUSE, language).gettext, more)
    sources = load_sources(folder, schema, Reading(ZoneInfo(settings["TIMEZONE"])))
    texts = ((source, convert(converter, source.body)) for source in sources)
    return [restrict_where_asked(source, html, settings) for source, html in texts]
