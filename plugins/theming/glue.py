"""Pelican's side of the theme: Jinja's environment, the site's own lists, the assets."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Template
from pelican import signals
from pelican.contents import Content, Page
from pelican.generators import ArticlesGenerator, Generator
from pelican.paginator import Paginator
from pelican.writers import Writer

from plugins.cache import remembered
from plugins.composing import composition_of
from plugins.config import room_settings, site_settings
from plugins.editing import OfPosts
from plugins.finishing import KEY as FINISHING
from plugins.finishing import finishing_of
from plugins.inputs import jinja_options, read_templates
from plugins.memory import memo
from plugins.model import Claim, Profile
from plugins.outputs import outputs_of
from plugins.pruning import MOST, prune_daily
from plugins.publishing import after_success
from plugins.templating import PerPage
from plugins.theming.archive import posts_by_year
from plugins.theming.assets import (
    Asset,
    Icon,
    join_stylesheets,
    make_asset,
    manifest,
    render_webmanifest,
    topic_hues,
)
from plugins.theming.fonts import cut_font, font_faces, font_key, source_font
from plugins.theming.functions import filters, functions
from plugins.theming.icons import ICONS, icon_key, paint_icon
from plugins.theming.links import absolute, base_path, href
from plugins.theming.loading import Compiled, ReadOnce
from plugins.theming.macros import Shared
from plugins.theming.rendering import quicken
from plugins.theming.settings import NAME, Settings
from plugins.theming.sitemap import Changes, Entry, render_robots, render_sitemap
from plugins.theming.wording import speak

_ENVIRONMENT = "templates_environment"
# Lists that change with every post.
_OF_POSTS = ("archives", "topics", "authors")


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.generator_init.connect(prepare_environment)
    signals.article_generator_init.connect(silence_lists)
    signals.get_generators.connect(theme_generators)


def prepare_settings(pelican: Any) -> None:
    """Check ``THEMING``; have a publication minified, and the cache pruned at the end."""
    if minifies(pelican.settings):
        from plugins.theming.minifying import minify_page

        pelican.settings[FINISHING] = minify_page
    cache, now = Path(pelican.settings["CACHE_PATH"]), time.time()
    after_success(pelican.settings, lambda: prune_daily(cache, MOST, now))


def minifies(settings: dict[str, Any]) -> bool:
    """Whether what this run writes is minified."""
    options = room_settings(Settings, NAME, settings)
    return options.minify and site_settings(settings).is_publication


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
    is_first = _ENVIRONMENT not in generator.context
    # Pelican gives every generator one of its own, which would read each template again.
    generator.env = env = generator.context.setdefault(_ENVIRONMENT, generator.env)
    if not is_first:
        return
    settings = generator.settings
    env.loader = ReadOnce(generator._templates_path)
    env.auto_reload = False  # a run reads a template once: Jinja would look at each file each time
    env.optimized = False
    env.bytecode_cache = Compiled(settings["CACHE_PATH"], settings["JINJA_ENVIRONMENT"])
    env.template_class = Shared
    quicken(env)
    options = jinja_options(settings)
    read_templates(env, lambda text, read: memo(settings, "template", (text, options), read))
    speak(env, Path(generator.theme, "locale"))
    generator.context.update(_variables(settings, generator.context))
    env.filters.update(filters(settings["SITEURL"]))
    env.globals.update(functions())


def _variables(settings: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """What templates know of the site, and of their page."""
    default = settings["DEFAULT_LANG"]
    lists = ("archives", "topics", "authors", "drafts", "subscribe", "corrections")
    names = ("SITENAME", "SITESUBTITLE")
    line = composition_of(settings).line
    return {
        **{name: line(settings[name], default) for name in names},
        # What Pelican puts before the links inside a text: a path, as everywhere in pages.
        "localsiteurl": base_path(settings["SITEURL"]),
        "language": PerPage(partial(_language, default)),
        "home": PerPage(partial(_home, context)),
        "resolved_texts": PerPage(partial(_own_text, context, settings)),
        "edition": site_settings(settings).edition,
        "addresses": {name: settings[f"{name.upper()}_URL"] for name in lists},
    }


def _language(default: str, values: Mapping[str, Any]) -> str:
    """The language of the post or page that is shown; a list's is the site's."""
    shown = values.get("article") or values.get("page")
    return str(shown.lang) if shown else default


def _home(context: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the home page shows beside posts; None on any other, be it one of its list."""
    shown = {"topics": "topics", "authors": "profiles", "comments": "comments"}
    is_home = values["output_file"] == context.get("INDEX_SAVE_AS", "index.html")
    return {name: context[of] for name, of in shown.items()} if is_home else None


def _own_text(
    context: dict[str, Any], settings: dict[str, Any], values: Mapping[str, Any]
) -> dict[str, str]:
    """The text of the author or the topic whose page it is, its links resolved as a page's are."""
    owner = values.get("profile") or values.get("topic")
    if owner is None:
        return {}
    html = owner.biography if isinstance(owner, Profile) else owner.introduction
    place = {"url": owner.url, "save_as": f"{owner.url}index.html"}
    metadata = {"title": owner.slug, "slug": owner.slug, **place}
    page = Page(html, metadata, settings, str(owner.source), context)
    return {owner.url: page.get_content(context["localsiteurl"])}


def theme_generators(pelican: Any) -> tuple[type[Generator], ...]:
    """The generators of this room."""
    return (ListsGenerator, IndexesGenerator, AssetsGenerator)


class ListsGenerator(OfPosts, Generator):  # type: ignore[misc]
    """The archive, the page for an address that leads nowhere, and the drafts of a preview."""

    def generate_context(self) -> None:
        """Claim the addresses of the lists, and of the home page."""
        archives = f"{self.settings['ARCHIVES_URL']}index.html"
        claims = self.context.setdefault("claims", [])
        drafts = f"{self.settings['DRAFTS_URL']}index.html"
        claims += [Claim(name) for name in ("index.html", "404.html", archives, drafts)]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        posts, archives = self.context["articles"], self.settings["ARCHIVES_URL"]
        latest = posts[: room_settings(Settings, NAME, self.settings).latest]
        years = posts_by_year(posts, lambda post: post.date)
        self._write(writer, "archives", f"{archives}index.html", years=years)
        self._write(writer, "404", "404.html", latest=latest)
        if not site_settings(self.settings).is_publication:
            target = f"{self.settings['DRAFTS_URL']}index.html"
            drafts = [*self.context["drafts"], *self.context["draft_pages"]]
            self._write(writer, "drafts", target, drafts=drafts)

    def _write(self, writer: Writer, template: str, save_as: str, **values: Any) -> None:
        writer.write_file(save_as, self.get_template(template), self.context, **values)


class IndexesGenerator(OfPosts, Generator):  # type: ignore[misc]
    """What machines read first: sitemap.xml and robots.txt."""

    def generate_context(self) -> None:
        """Claim their addresses."""
        self.context.setdefault("claims", []).extend([Claim("sitemap.xml"), Claim("robots.txt")])

    def generate_output(self, writer: Writer) -> None:
        """Write them (they are bytes: Pelican's writer is for pages)."""
        outputs, siteurl = outputs_of(self.settings), self.settings["SITEURL"]
        outputs.put("sitemap.xml", render_sitemap(self._entries(siteurl)))
        outputs.put("robots.txt", render_robots(absolute("sitemap.xml", siteurl)))

    def _entries(self, siteurl: str) -> Iterator[Entry]:
        """Every page that a search engine may list, those of a list one by one."""
        context, changes = self.context, Changes()
        for article in _with_translations(context["articles"]):
            changed = article.modified or article.date
            yield Entry(absolute(article.url, siteurl), changed, _alternates(article, siteurl))
            changes.note("", *map(context["addresses"].get, _OF_POSTS), changed=changed)
            on = (*article.topics, *article.profiles, *article.tags)
            changes.note(*(entry.url for entry in on), changed=changed)
        for page in _with_translations(context["pages"]):
            yield Entry(absolute(page.url, siteurl), page.modified, _alternates(page, siteurl))
        names = ("archives", "topics", "authors", "subscribe", "corrections")
        lists = [context["addresses"][name] for name in names]
        lists.append(context["discussion"]["url"])
        if context["search"] is not None:
            lists.append(context["search"].url)
        for url in lists:
            yield Entry(absolute(url, siteurl), changes.last(url))
        for url, first in self._paged():
            yield Entry(absolute(url, siteurl), changes.last(first))

    def _paged(self) -> Iterator[tuple[str, str]]:
        """Each page of the lists that have several, and its list's first one."""
        articles = self.context["articles"]
        tags = Counter(tag.url for article in articles for tag in article.tags)
        counts = [("index", "", len(articles))]
        counts += [("topic", one.entry.url, one.count) for one in self.context["topics"]]
        counts += [("author", one.entry.url, one.count) for one in self.context["profiles"]]
        counts += [("tag", url, count) for url, count in tags.items()]
        sizes, usual = self.settings["PAGINATED_TEMPLATES"], self.settings["DEFAULT_PAGINATION"]
        for template, url, count in counts:
            size = sizes.get(template, count) or usual
            pages = Paginator(f"{url}index.html", url, range(count), self.settings, size)
            for number in pages.page_range:
                yield pages.page(number).url, url


def _with_translations(works: Sequence[Content]) -> list[Content]:
    return [*works, *(other for work in works for other in work.translations)]


def _alternates(content: Content, siteurl: str) -> dict[str, str]:
    """The addresses of a work in its languages, where it has several."""
    works = (content, *content.translations) if content.translations else ()
    return {work.lang: absolute(work.url, siteurl) for work in works}


class AssetsGenerator(Generator):  # type: ignore[misc]
    """Stylesheets, scripts, icons and the display face, from the theme and the topics' colours."""

    def generate_context(self) -> None:
        """Read and name the assets; templates are rendered after this."""
        self.context.setdefault("claims", []).append(Claim("favicon.ico"))
        static = Path(self.theme, "static")
        self.cache = Path(self.settings["CACHE_PATH"], "fonts")
        cut = remembered(self.cache, font_key(), lambda: cut_font(source_font()))
        self.assets: list[Asset] = []
        self._add("display.woff2", cut)
        self._add_stylesheets(static / "css", cut)
        self.context["assets"] = manifest(self.assets)
        for path in sorted(static.rglob("*")):
            name = path.relative_to(static).as_posix()
            words = f"scripts/{path.stem}"
            if path.suffix == ".js" and Path(self.theme, "templates", f"{words}.html").exists():
                self._add_speaking(name, path.read_text("utf-8"), self.get_template(words))
            elif path.is_file() and not name.startswith("css/"):
                self._add(name, path.read_bytes())
        self._draw_icons((static / "icons" / "favicon.svg").read_bytes())
        self._add("site.webmanifest", self._webmanifest())
        self.context["assets"] = manifest(self.assets)

    def _add_stylesheets(self, folder: Path, cut: bytes) -> None:
        """Each of its parts in their order; the first has what the build knows, too."""
        for bundle in sorted(folder.glob("*.txt")):
            known = self._known(cut) if bundle.stem == "site" else ()
            parts = [folder / name for name in bundle.read_text("utf-8").split()]
            texts = [part.read_text("utf-8") for part in parts]
            self._add(f"{bundle.stem}.css", join_stylesheets([*texts, *known]))

    def _add_speaking(self, name: str, code: str, words: Template) -> None:
        """A script with the HTML of its template above it, once for each language of the texts."""
        contents = self.context["generated_content"].values()
        languages = {content.lang for content in contents if content is not None}
        finish = finishing_of(self.settings)
        for language in sorted({self.settings["DEFAULT_LANG"], *languages}):
            html = finish(words.render(self.context, language=language))
            spoken = f"const WORDS = {json.dumps(html, ensure_ascii=False)};\n{code}"
            self._add(f"{name.removesuffix('.js')}.{language}.js", spoken.encode())

    def _add(self, name: str, data: bytes) -> None:
        """Minified before it is named, so that the name tells the bytes that are served."""
        if minifies(self.settings):
            from plugins.theming.minifying import minify_asset

            data = minify_asset(name, data)
        folder = room_settings(Settings, NAME, self.settings).assets_url
        self.assets.append(make_asset(name, data, folder))

    def _known(self, cut: bytes) -> tuple[str, str]:
        """What the build knows of every page's style: the face, and the topics' hues."""
        url = PurePosixPath(self.assets[0].url).name
        key = font_key() + f"faces of {url}".encode()
        faces = remembered(self.cache, key, lambda: font_faces(cut, url).encode()).decode()
        return faces, topic_hues(count.entry for count in self.context["topics"])

    def _draw_icons(self, svg: bytes) -> None:
        def drawn(name: str) -> bytes:
            return remembered(self.cache, icon_key(svg, name), lambda: paint_icon(svg, name))

        for name in ICONS:
            self._add(name, drawn(name))
        # Browsers and feed readers look for it there, whatever a page says.
        self.assets.append(Asset("favicon.ico", "favicon.ico", drawn("favicon.ico")))

    def _webmanifest(self) -> bytes:
        siteurl, urls = self.settings["SITEURL"], manifest(self.assets)
        icons = [Icon(href(urls["icons/favicon.svg"], siteurl), "any", "image/svg+xml")]
        for name in ("icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png"):
            size, is_full = ICONS[name]
            purpose = "maskable" if is_full else "any"
            icons.append(Icon(href(urls[name], siteurl), f"{size}x{size}", "image/png", purpose))
        return render_webmanifest(
            self.settings["SITENAME"],
            self.settings["SITESUBTITLE"],
            self.settings["DEFAULT_LANG"],
            href("", siteurl),
            icons,
        )

    def generate_output(self, writer: Writer) -> None:
        """Write the files (they are bytes: Pelican's writer is for pages)."""
        for asset in self.assets:
            outputs_of(self.settings).put(asset.url, asset.data)
