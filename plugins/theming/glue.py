"""Pelican's side of the theme: Jinja's environment, the site's own lists, the assets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, pass_context
from jinja2.runtime import Context
from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from plugins.catalogue import load_catalogue
from plugins.config import room_settings, site_settings
from plugins.files import write_atomic
from plugins.languages import locale_tag
from plugins.model import Claim
from plugins.theming.archive import posts_by_year
from plugins.theming.assets import Asset, join_stylesheets, make_asset, manifest, topic_hues
from plugins.theming.dates import date_iso, date_long
from plugins.theming.links import absolute, address_of, base_path, href
from plugins.theming.settings import NAME, Settings


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.generator_init.connect(prepare_environment)
    signals.article_generator_init.connect(silence_lists)
    signals.get_generators.connect(theme_generators)


def prepare_settings(pelican: Any) -> None:
    """Check ``THEMING``."""
    room_settings(Settings, NAME, pelican.settings)


def silence_lists(generator: ArticlesGenerator) -> None:
    """Take Pelican's own pages of tags, categories and authors away.

    The rooms write theirs. Pelican would look for templates that are not in the
    theme, and compute dates for each page by a search through all posts.
    """
    for name in ("generate_tags", "generate_categories", "generate_authors"):
        setattr(generator, name, lambda write: None)


def prepare_environment(generator: Generator) -> None:
    """Give templates their language, links and dates, and no template but the theme's.

    Pelican falls back on a theme of its own for a template that is missing,
    which would show a page in another's clothes.
    """
    env, settings = generator.env, generator.settings
    env.loader = FileSystemLoader(generator._templates_path)
    gettext, ngettext = _translators(Path(generator.theme, "locale"), settings["DEFAULT_LANG"])
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    siteurl = settings["SITEURL"]
    # What Pelican puts before the links inside a text: a path, as everywhere in pages.
    generator.context["localsiteurl"] = base_path(siteurl)
    generator.context["edition"] = site_settings(settings).edition
    generator.context["addresses"] = {
        name: settings[f"{name.upper()}_URL"]
        for name in ("archives", "topics", "authors", "drafts", "subscribe", "corrections")
    }
    env.filters.update(
        href=lambda url: href(url, siteurl),
        absolute=lambda url: absolute(url, siteurl),
        date_long=_date_long,
        date_iso=date_iso,
        locale_tag=locale_tag,
    )
    env.globals.update(asset=_asset, canonical=_canonical)


def _translators(folder: Path, default: str) -> tuple[Callable[..., str], Callable[..., str]]:
    """gettext and ngettext that answer in the language of the page being rendered."""
    catalogues: dict[str, Any] = {}

    def catalogue(context: Context) -> Any:
        language = _language(context) or default
        if language not in catalogues:
            catalogues[language] = load_catalogue(folder, language)
        return catalogues[language]

    @pass_context
    def gettext(context: Context, message: str) -> str:
        return str(catalogue(context).gettext(message))

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int) -> str:
        return str(catalogue(context).ngettext(singular, plural, number))

    return gettext, ngettext


def _language(context: Context) -> str | None:
    """The language of the post or page that a template shows; none on a list."""
    shown = context.get("article") or context.get("page")
    return getattr(shown, "lang", None)


@pass_context
def _date_long(context: Context, moment: datetime) -> str:
    return date_long(moment, _language(context) or context["DEFAULT_LANG"])


@pass_context
def _asset(context: Context, name: str) -> str:
    """The link to an asset of the theme; an unknown name fails the build."""
    return href(context["assets"][name], context["SITEURL"])


@pass_context
def _canonical(context: Context) -> str:
    """The full address of the page being rendered."""
    return absolute(address_of(context["output_file"]), context["SITEURL"])


def theme_generators(pelican: Any) -> tuple[type[Generator], ...]:
    """The generators of this room."""
    return (ListsGenerator, AssetsGenerator)


class ListsGenerator(Generator):  # type: ignore[misc]
    """The archive, the page for an address that leads nowhere, and the drafts of a preview."""

    def generate_context(self) -> None:
        """Claim the addresses of the lists, and of the home page."""
        archives = f"{self.settings['ARCHIVES_URL']}index.html"
        claims = self.context.setdefault("claims", [])
        claims += [Claim("index.html"), Claim("404.html"), Claim(archives)]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        posts, archives = self.context["articles"], self.settings["ARCHIVES_URL"]
        latest = posts[: room_settings(Settings, NAME, self.settings).latest]
        years = posts_by_year(posts, lambda post: post.date)
        self._write(writer, "archives", f"{archives}index.html", years=years)
        self._write(writer, "404", "404.html", latest=latest)
        if not site_settings(self.settings).is_publication:
            target = f"{self.settings['DRAFTS_URL']}index.html"
            self._write(writer, "drafts", target, drafts=self.context["drafts"])

    def _write(self, writer: Writer, template: str, save_as: str, **values: Any) -> None:
        writer.write_file(save_as, self.get_template(template), self.context, **values)


class AssetsGenerator(Generator):  # type: ignore[misc]
    """Stylesheets and icons, from the theme and from the topics' colours."""

    def generate_context(self) -> None:
        """Read and name the assets; templates are rendered after this."""
        folder = room_settings(Settings, NAME, self.settings).assets_url
        static = Path(self.theme, "static")
        bundle = (static / "css" / "bundle.txt").read_text(encoding="utf-8").split()
        parts = (static.joinpath("css", name).read_text(encoding="utf-8") for name in bundle)
        self.assets: list[Asset] = [
            make_asset("site.css", join_stylesheets(parts), folder),
            make_asset("topics.css", topic_hues(c.entry for c in self.context["topics"]), folder),
        ]
        for path in sorted(static.rglob("*")):
            name = path.relative_to(static).as_posix()
            if path.is_file() and not name.startswith("css/"):
                self.assets.append(make_asset(name, path.read_bytes(), folder))
        self.context["assets"] = manifest(self.assets)

    def generate_output(self, writer: Writer) -> None:
        """Write the files (they are bytes: Pelican's writer is for pages)."""
        for asset in self.assets:
            write_atomic(Path(self.output_path, asset.url), asset.data)
