"""``python -m plugins.desk.translations``: both French catalogues, up to date with what they serve.

What the theme says to readers and what the plugins say to the author are two
catalogues, so that a theme can go without taking the author's messages along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

JINJA_OPTIONS = {
    "extensions": "jinja2.ext.do",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "silent": "false",
}


@dataclass(frozen=True)
class Domain:
    """A folder whose texts one catalogue holds."""

    sources: Path
    catalogue: Path
    methods: tuple[tuple[str, str], ...]
    keywords: Mapping[str, Any]
    options: Mapping[str, Mapping[str, str]]


def domains(root: Path) -> tuple[Domain, ...]:
    """The theme's and the plugins'."""
    place = Path("locale", "fr", "LC_MESSAGES", "messages.po")
    theme, plugins = root / "theme", root / "plugins"
    words = {"_": None, "gettext": None, "ngettext": (1, 2)}
    return (
        Domain(
            theme / "templates",
            theme / place,
            (("**.html", "jinja2"),),
            words,
            {"**.html": JINJA_OPTIONS},
        ),
        Domain(
            plugins,
            plugins / place,
            (("**.py", "python"), ("desk/templates/**.html", "jinja2")),
            {**words, "msg": None},
            {"desk/templates/**.html": JINJA_OPTIONS},
        ),
    )


def extract(domain: Domain) -> Catalog:
    """Every text of the domain, without a translation."""
    template = Catalog()
    for _, _, message, _, context in extract_from_dir(
        domain.sources,
        method_map=list(domain.methods),
        options_map={key: dict(value) for key, value in domain.options.items()},
        keywords=dict(domain.keywords),
    ):
        template.add(message, context=context)
    return template


def load(domain: Domain) -> Catalog:
    """The domain's catalogue as it is."""
    with domain.catalogue.open("rb") as stream:
        return read_po(stream, locale="fr")


def refresh(domain: Domain) -> int:
    """Write the catalogue anew, with what is translated; the number of texts that are not yet."""
    catalogue = load(domain)
    created = catalogue.creation_date
    catalogue.update(extract(domain), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = created
    with domain.catalogue.open("wb") as stream:
        write_po(stream, catalogue, width=100, sort_output=True)
    return sum(not message.string for message in catalogue if message.id)


def main() -> None:
    """Refresh both and say what is left to translate."""
    for domain in domains(Path.cwd()):
        left = refresh(domain)
        print(f"{domain.catalogue.relative_to(Path.cwd())}: {left} to translate")


if __name__ == "__main__":
    main()
