"""Pelican's side of pictures.

Pelican would copy a picture as it is, with the place where it was taken. So
its static generator is left everything but pictures, and this room writes
those: at the same addresses, clean, with smaller ones beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from plugins.composing import composition_of
from plugins.config import room_settings, site_settings
from plugins.editing import add_renewal
from plugins.images.cards import Card
from plugins.images.covers import Subject
from plugins.images.faults import UnfitPicture
from plugins.images.gallery import Gallery
from plugins.images.markup import picture_links, render_picture, show_pictures
from plugins.images.orders import Order, dump_order, with_pictures
from plugins.images.plan import Shown
from plugins.images.progress import make_teller
from plugins.images.rules import Pictures
from plugins.images.settings import NAME, Settings
from plugins.images.workshop import PICTURES, cache_looks, run_jobs
from plugins.memory import memo
from plugins.model import Picture, Profile
from plugins.outputs import Outputs, outputs_of
from plugins.problems import report_of
from plugins.proofreading import around_of
from plugins.standing import Correction, Part, add_part, decline_unless
from plugins.templating import SHOWN, PerPage, reads

_GALLERY = "gallery"
_OWN = "own_pictures"
# How many of the newest posts have a card in a preview before it is asked for.
PREVIEWED = 20


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.generator_init.connect(prepare_templates)
    signals.get_generators.connect(images_generator)
    signals.all_generators_finalized.connect(gather_pictures)


def prepare_settings(pelican: Any) -> None:
    """Check ``IMAGES``, and let the proofreader look at pictures."""
    options = room_settings(Settings, NAME, pelican.settings)
    looks = cache_looks(Path(pelican.settings["PATH"]))
    around_of(pelican.settings).add(options, Pictures(looks))
    add_part(pelican.settings, Part("images", lambda *_: None, follow_in_pictures))


def prepare_templates(generator: Generator) -> None:
    """Give templates the filter for a text's pictures and the function for a single one."""
    generator.env.filters["pictures"] = _pictures
    generator.env.globals.update(picture=_picture, portrait_picture=_portrait_picture)


@reads(_OWN, "localsiteurl")
@pass_context
def _pictures(context: Context, html: str, sizes: str, *, eager_first: bool = False) -> Markup:
    """The text of a page with its pictures in their best form, for a column of ``sizes``."""
    pictures, start = context[_OWN], f"{context['localsiteurl']}/"
    shown = show_pictures(
        html,
        lambda src: pictures.get(src.removeprefix(start)) if src.startswith(start) else None,
        lambda url: f"{start}{url}",
        sizes,
        eager_first=eager_first,
    )
    return Markup(shown)  # noqa: S704 (the text is rendered HTML)


@reads("localsiteurl")
@pass_context
def _picture(
    context: Context,
    picture: Picture,
    sizes: str,
    css: str,
    *,
    eager: bool,
    decorative: bool = False,
) -> Markup:
    """One picture that the template itself shows, maybe as mere decoration of its title."""
    attributes = {"class": css, "alt": "" if decorative else picture.alt}
    return _shown(context, picture, attributes, sizes, eager=eager)


@reads("localsiteurl")
@pass_context
def _portrait_picture(
    context: Context,
    portrait: Picture,
    size: int,
    alt: str,
    sizes: str = "",
    *,
    eager: bool = False,
) -> Markup:
    """A portrait ``size`` CSS pixels wide, or where the page has ``sizes`` of it, at most."""
    side = {"width": str(size), "height": str(size)}
    attributes = {"class": "portrait u-photo", "alt": alt, **side}
    return _shown(context, portrait, attributes, sizes or f"{size}px", eager=eager)


def _shown(
    context: Context, picture: Any, attributes: dict[str, str], sizes: str, *, eager: bool
) -> Markup:
    start = f"{context['localsiteurl']}/"
    html = render_picture(
        picture.shown,
        {"src": f"{start}{picture.url}", **attributes},
        lambda url: f"{start}{url}",
        sizes,
        eager=eager,
    )
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
    context[SHOWN], context[_OWN] = gallery.shown, PerPage(lambda own: _own(own, gallery))
    contents = [c for _, c in sorted(context["generated_content"].items()) if c is not None]
    _gather_files(contents, gallery, context)
    profiles = {p.slug: p for p in context["profiles_by_name"].values()}
    for profile in (p for p in profiles.values() if p.portrait is not None):
        gallery.show_portrait(profile.portrait_source, profile.portrait.url)
    articles = [content for content in contents if isinstance(content, Article)]
    with_card = _with_card(articles, site_settings(settings).is_publication)
    for article in articles:
        _illustrate(article, gallery, context, settings, article in with_card)
    _illustrate_topics(context, gallery, settings)
    context["site_card"] = _site_card(profiles, gallery, settings)
    again = partial(_illustrate_again, articles=articles, context=context, settings=settings)
    add_renewal(context, again, of_words=True)


def _illustrate_again(
    posts: Collection[Article],
    *,
    articles: Sequence[Article],
    context: dict[str, Any],
    settings: dict[str, Any],
) -> None:
    """Other covers and cards, and their files, where ``posts`` have another title or place."""
    gallery, outputs = context[_GALLERY], outputs_of(settings)
    with_card = _with_card(articles, site_settings(settings).is_publication)
    renewed = [
        one for one in articles if one in posts or (one in with_card) != (one.card is not None)
    ]
    before = {url: gallery.jobs.pop(url) for url in _drawn_for(renewed) if url in gallery.jobs}
    for article in renewed:
        _illustrate(article, gallery, context, settings, article in with_card)
    after = {url: gallery.jobs[url] for url in _drawn_for(renewed) if url in gallery.jobs}
    outputs.gone |= before.keys() - after.keys()
    jobs = [after[url] for url in sorted(after.keys() - before.keys())]
    run_jobs(jobs, gallery.cache, outputs, lambda *_: None)


def _drawn_for(articles: Iterable[Article]) -> set[str]:
    """The addresses of covers and cards; a post's own picture is none."""
    pictures = (picture for one in articles for picture in (one.cover, one.card))
    own = {one.image for one in articles}
    return {picture.url for picture in pictures if picture and picture not in own}


def _illustrate_topics(context: dict[str, Any], gallery: Gallery, settings: dict[str, Any]) -> None:
    """A drawing and a card for each topic."""
    for topic in (count.entry for count in context["topics"]):
        subject = Subject(topic.slug, topic.drawing, topic.colour)
        context.setdefault("topic_covers", {})[topic.slug] = gallery.cover(subject, topic.slug)
        card = Card(topic.label, settings["SITENAME"], "", "", subject)
        context.setdefault("topic_cards", {})[topic.slug] = gallery.card(card, topic.slug)


def _own(values: Mapping[str, Any], gallery: Gallery) -> dict[str, Shown]:
    """How a page shows the pictures of its text."""
    content = values.get("article") or values.get("page")
    urls = content.shows if content is not None else ()
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
    lead = _lead_of(content, statics)
    if lead is not None:
        yield statics[content.image_file.path]


def _lead_of(content: Content, statics: dict[str, Static]) -> Path | None:
    """The file of a post's own cover."""
    lead = getattr(content, "image_file", None)
    static = statics.get(lead.path) if lead is not None else None
    path = Path(static.source_path) if static is not None else None
    return path if path is not None and path.is_file() else None


def _is_picture(static: Static) -> bool:
    """Whether this room has to do with a file; one that is missing is told by `plugins/posts`."""
    path = Path(static.source_path)
    return path.suffix.lower() in PICTURES and path.is_file()


def _with_card(articles: Sequence[Article], is_publication: bool) -> set[Article]:
    """The posts that get a card: all that others may link to.

    Nobody links to a preview, and a card takes longer than all else of a post:
    there, those that the author works on have one. Others are drawn when they are looked at.
    """
    if is_publication:
        return {article for article in articles if article.status != "draft"}
    latest = sorted(articles, key=lambda article: (article.date, article.slug), reverse=True)
    drafts = {article for article in articles if article.status == "draft"}
    return drafts | set(latest[:PREVIEWED])


def _illustrate(
    article: Article,
    gallery: Gallery,
    context: dict[str, Any],
    settings: dict[str, Any],
    has_card: bool,
) -> None:
    """The post's cover, its own or drawn, and its card."""
    own = _lead_of(article, context["static_content"])
    topic = article.topics[0] if article.topics else None
    identity = article.id or article.slug
    subject = Subject(identity, topic.drawing, topic.colour) if topic else Subject(identity)
    article.cover = article.image or gallery.cover(subject, article.slug)
    names = ", ".join(profile.name for profile in article.profiles)
    role = article.profiles[0].role if len(article.profiles) == 1 else None
    about = role or "" if names == settings["SITENAME"] else settings["SITENAME"]
    card = Card(article.title, names, about, topic.label if topic else "", subject)
    article.card, article.card_order = None, ""
    if has_card:
        sight = gallery.sight(own) if own else None
        card = with_pictures(card, _faces(article.profiles, gallery), sight)
        article.card = gallery.card(card, article.slug)
    else:
        portraits = tuple(p.portrait_source for p in article.profiles if p.portrait_source)
        article.card_order = dump_order(Order(card, portraits, gallery.cache, own))


def _site_card(profiles: dict[str, Profile], gallery: Gallery, settings: dict[str, Any]) -> Picture:
    name = settings["SITENAME"]
    owner = profiles.get(settings["AUTHOR"])
    faces = _faces([owner] if owner else [], gallery)
    title = settings.get("SITESUBTITLE") or name
    title = composition_of(settings).line(title, settings["DEFAULT_LANG"])
    return gallery.card(Card(title, name, "", "", Subject(name), faces), "site")


def _faces(profiles: Any, gallery: Gallery) -> tuple[bytes, ...]:
    found = (gallery.portrait(p.portrait_source) for p in profiles if p.portrait_source)
    return tuple(face for face in found if face is not None)


def follow_in_pictures(_generator: Any, _left: None, correction: Correction, _: Outputs) -> None:
    """Decline where a text shows other pictures."""
    for edit in correction.edits:
        before, after = (list(picture_links(text.html, "")) for text in (edit.before, edit.after))
        decline_unless(before == after)


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
        try:
            run_jobs(jobs, gallery.cache, outputs_of(self.settings), tell)
        except UnfitPicture as unfit:
            report_of(self.settings).add(unfit.problem)
