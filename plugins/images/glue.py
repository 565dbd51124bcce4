"""Pelican's side of pictures.

Pelican would copy a picture as it is, with the place where it was taken. So
its static generator is left everything but pictures, and this room writes
those: at the same addresses, clean, with smaller ones beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import dirname
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals
from pelican.contents import Article, Content, Static
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import room_settings, site_settings
from plugins.images.cards import Card
from plugins.images.covers import Subject
from plugins.images.gallery import Gallery
from plugins.images.markup import picture_links, render_picture, show_pictures
from plugins.images.plan import Shown
from plugins.images.progress import make_teller
from plugins.images.settings import NAME, Settings
from plugins.images.workshop import PICTURES, run_jobs
from plugins.memory import memo
from plugins.model import Picture, Profile
from plugins.outputs import outputs_of
from plugins.problems import report_of
from plugins.templating import PerPage, reads

_GALLERY = "gallery"
_SHOWN = "pictures_shown"
_PORTRAIT_WIDTH = 576


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.generator_init.connect(prepare_templates)
    signals.get_generators.connect(images_generator)
    signals.all_generators_finalized.connect(gather_pictures)


def prepare_settings(pelican: Any) -> None:
    """Check ``IMAGES``."""
    room_settings(Settings, NAME, pelican.settings)


def prepare_templates(generator: Generator) -> None:
    """Give templates the filter for a text's pictures and the function for a single one."""
    generator.env.filters["pictures"] = _pictures
    generator.env.globals["picture"] = _picture


@reads(_SHOWN)
@pass_context
def _pictures(context: Context, html: str, sizes: str, *, eager_first: bool = False) -> Markup:
    """The text of a page with its pictures in their best form, for a column of ``sizes``."""
    pictures, start = context[_SHOWN], f"{context['localsiteurl']}/"
    shown = show_pictures(
        html,
        lambda src: pictures.get(src.removeprefix(start)) if src.startswith(start) else None,
        lambda url: f"{start}{url}",
        sizes,
        eager_first=eager_first,
    )
    return Markup(shown)  # noqa: S704 (the text is rendered HTML)


@reads(_SHOWN)
@pass_context
def _picture(context: Context, picture: Picture, sizes: str, css: str, *, eager: bool) -> Markup:
    """One picture that the template itself shows."""
    start = f"{context['localsiteurl']}/"
    attributes = {"class": css, "src": f"{start}{picture.url}", "alt": picture.alt}
    shown = context[_SHOWN][picture.url]
    html = render_picture(shown, attributes, lambda url: f"{start}{url}", sizes, eager=eager)
    return Markup(html)  # noqa: S704 (every value is escaped there)


def gather_pictures(generators: list[Generator]) -> None:
    """Look at every picture before anything is written, and decide what comes of it."""
    context, settings = generators[0].context, generators[0].settings
    options = room_settings(Settings, NAME, settings)
    # Beside content/, whatever folder the command was given in.
    cache = Path(settings["PATH"]).parent / options.cache
    context[_GALLERY] = gallery = Gallery(
        options, cache, report_of(settings), remember=partial(memo, settings)
    )
    context[_SHOWN] = PerPage(lambda values: _own_pictures(values, gallery, covers))
    covers: dict[str, Shown] = {}
    contents = [c for _, c in sorted(context["generated_content"].items()) if c is not None]
    _gather_files(contents, gallery, context)
    profiles = {p.slug: p for p in context["profiles_by_name"].values()}
    for profile in profiles.values():
        if profile.portrait is not None:
            gallery.publish(profile.portrait_source, profile.portrait.url, _PORTRAIT_WIDTH)
    for content in contents:
        if isinstance(content, Article):
            _illustrate(content, gallery, settings)
            if content.cover.url in gallery.shown:  # it is not where the picture is unfit
                covers[content.cover.url] = gallery.shown[content.cover.url]
    context["site_card"] = _site_card(profiles, gallery, settings)


def _own_pictures(
    values: Mapping[str, Any], gallery: Gallery, covers: Mapping[str, Shown]
) -> Mapping[str, Shown]:
    """How a page shows its pictures: those of its text and its cover; a list, all posts' covers."""
    content = values.get("article") or values.get("page")
    if content is None:
        return covers
    cover = getattr(content, "cover", None)
    urls = (*content.shows, *([cover.url] if cover else []))
    return {url: gallery.shown[url] for url in urls if url in gallery.shown}


def _gather_files(contents: list[Content], gallery: Gallery, context: dict[str, Any]) -> None:
    """Take pictures from Pelican's list of files to copy; those that texts show come first."""
    statics = context["staticfiles"]
    context["pictures"] = [static for static in statics if _is_picture(static)]
    context["staticfiles"] = [static for static in statics if not _is_picture(static)]
    for content in contents:
        content.shows = tuple(s.url for s in _shown_by(content, context["static_content"]))
        for static in _shown_by(content, context["static_content"]):
            gallery.show(Path(static.source_path), static.url)
    for static in sorted(context["pictures"], key=lambda static: str(static.source_path)):
        gallery.load(Path(static.source_path))


def _shown_by(content: Content, statics: dict[str, Static]) -> Iterator[Static]:
    """The pictures that a text shows; `plugins/posts` has given attached ones their place."""
    folder = dirname(content.relative_source_path)
    for _, path in picture_links(content._content, folder):
        static = statics.get(path)
        if static is not None and Path(static.source_path).is_file():
            yield static
    lead = getattr(content, "image_file", None)
    static = statics.get(lead.path) if lead is not None else None
    if static is not None and Path(static.source_path).is_file():
        yield static


def _is_picture(static: Static) -> bool:
    """Whether this room has to do with a file; one that is missing is told by `plugins/posts`."""
    path = Path(static.source_path)
    return path.suffix.lower() in PICTURES and path.is_file()


def _illustrate(article: Article, gallery: Gallery, settings: dict[str, Any]) -> None:
    """The post's cover, its own or drawn, and its card where others may link to it.

    Nobody links to a preview, and a card takes longer than all else of a post.
    """
    topic = article.topics[0] if article.topics else None
    identity = article.id or article.slug
    subject = Subject(identity, topic.drawing, topic.colour) if topic else Subject(identity)
    article.cover = article.image or gallery.cover(subject, article.slug)
    article.card = None
    if article.status == "published" and site_settings(settings).is_publication:
        names = ", ".join(profile.name for profile in article.profiles)
        role = article.profiles[0].role if len(article.profiles) == 1 else None
        about = role or "" if names == settings["SITENAME"] else settings["SITENAME"]
        label = topic.label if topic else ""
        faces = _faces(article.profiles, gallery)
        card = Card(article.title, names, about, label, subject, faces)
        article.card = gallery.card(card, article.slug)


def _site_card(profiles: dict[str, Profile], gallery: Gallery, settings: dict[str, Any]) -> Picture:
    name = settings["SITENAME"]
    owner = profiles.get(settings["AUTHOR"])
    faces = _faces([owner] if owner else [], gallery)
    title = settings.get("SITESUBTITLE") or name
    return gallery.card(Card(title, name, "", "", Subject(name), faces), "site")


def _faces(profiles: Any, gallery: Gallery) -> tuple[bytes, ...]:
    found = (gallery.portrait(p.portrait_source) for p in profiles if p.portrait_source)
    return tuple(face for face in found if face is not None)


def images_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return ImagesGenerator


class ImagesGenerator(Generator):  # type: ignore[misc]
    """Writes pictures, drawings and cards, after the pages that have placed them."""

    def generate_output(self, writer: Writer) -> None:
        """Write the files (they are bytes: Pelican's writer is for pages)."""
        gallery = self.context[_GALLERY]
        for static in self.context["pictures"]:
            gallery.publish(Path(static.source_path), static.save_as)
        gettext = load_catalogue(HOUSE, self.settings["DEFAULT_LANG"]).gettext
        tell = make_teller(sys.stderr, gettext)
        jobs = [gallery.jobs[url] for url in sorted(gallery.jobs)]
        run_jobs(jobs, gallery.cache, outputs_of(self.settings), tell)
