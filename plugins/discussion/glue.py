"""Pelican's side of the discussion."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.writers import Writer

from plugins.composing import composition_of
from plugins.config import room_settings, site_settings
from plugins.discussion.answers import check_counterpoint, link_answers
from plugins.discussion.markup import CommentSetter
from plugins.discussion.records import Thread, thread_key
from plugins.discussion.settings import NAME, Settings
from plugins.discussion.snapshots import load_snapshots
from plugins.discussion.stances import STANCES
from plugins.discussion.store import Unreachable, read_threads
from plugins.discussion.threads import build_discussion, page_url
from plugins.editing import add_renewal
from plugins.grouping import every_article
from plugins.memory import memo
from plugins.messages import msg
from plugins.model import DISCUSSION_URL, Claim, Discussion
from plugins.problems import Problem, report_of
from plugins.publishing import note_source


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.article_generator_finalized.connect(attach_discussions)
    signals.article_generator_finalized.connect(attach_answers)
    signals.page_generator_finalized.connect(find_privacy_page)
    signals.get_generators.connect(discussion_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``DISCUSSION``, and say where comments of `make serve` are."""
    options = room_settings(Settings, NAME, pelican.settings)
    database = Path(pelican.settings["PATH"]).parent / options.preview
    note_source(pelican.settings, database.parent)


def discussion_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return DiscussionGenerator


def attach_discussions(generator: ArticlesGenerator) -> None:
    """Give every post its discussion, and the site the latest of them all; nothing is undefined."""
    settings, context = generator.settings, generator.context
    threads = _load_threads(settings)
    setters: dict[str, CommentSetter] = {}
    for article in every_article(generator):
        key = thread_key(article.id, article.slug)
        thread = threads.get(key)
        article.discussion = Discussion(key, str(article.url))
        if thread is not None:
            article.discussion = _build(article, thread, settings, setters)
        # All that lists show of it: a word more in a comment changes no list.
        article.comment_count = article.discussion.count
        if problem := check_counterpoint(article, article.discussion):
            report_of(settings).add(problem)
    context["discussion"] = _places(settings)
    context["comments"] = _latest(generator)


def _load_threads(settings: dict[str, Any]) -> dict[str, Thread]:
    """The committed comments; at home those of `make serve`, which begin with them."""
    options, report = room_settings(Settings, NAME, settings), report_of(settings)
    threads, problems = load_snapshots(Path(settings["PATH"], options.folder))
    report.add(*problems)
    database = Path(settings["PATH"]).parent / options.preview
    if site_settings(settings).is_publication or not database.exists():
        return threads
    try:
        return {**threads, **read_threads(database)}
    except Unreachable as error:
        cause = msg("The comments of make serve cannot be read now: {reason}.", reason=str(error))
        remedy = msg("Those of content/comments are shown; save a post to try again.")
        report.add(Problem("unreadable-comments", cause, remedy, severity="warning"))
        return threads


def _build(
    article: Article,
    thread: Thread,
    settings: dict[str, Any],
    setters: dict[str, CommentSetter],
) -> Discussion:
    options = room_settings(Settings, NAME, settings)
    language = article.lang
    if language not in setters:
        setters[language] = CommentSetter(composition_of(settings).extensions(language))
    render, set_as = setters[language].render, (language, composition_of(settings).options)

    def remembered(text: str) -> str:
        return memo(settings, "comment", (*set_as, text), lambda: render(text))

    folder, counterpoint = options.url, article.source.get("counterpoint")
    zone, url = ZoneInfo(settings["TIMEZONE"]), str(article.url)
    return build_discussion(thread, url, folder, options.branches, zone, remembered, counterpoint)


def _places(settings: dict[str, Any]) -> dict[str, Any]:
    """What templates know of the room."""
    options = room_settings(Settings, NAME, settings)
    return {
        "url": options.url,
        "endpoint": DISCUSSION_URL,
        "privacy": options.privacy,
        "latest": options.latest,
        "stances": STANCES,
        "is_moderated": options.moderated and site_settings(settings).is_publication,
        "minutes": options.edit_minutes,
    }


def _latest(generator: ArticlesGenerator) -> tuple[tuple[Article, Any], ...]:
    """``(post, comment)`` of published, listed posts in every language, newest first."""
    posts = (one for post in generator.articles for one in (post, *post.translations))
    every = ((post, comment) for post in posts for comment in post.discussion.comments)
    return tuple(sorted(every, key=lambda pair: (-pair[1].created.timestamp(), pair[1].id)))


def find_privacy_page(generator: PagesGenerator) -> None:
    """Have the form link to what it promises, where the site has such a page."""
    places = generator.context["discussion"]
    if all(str(page.url) != places["privacy"] for page in generator.pages):
        places["privacy"] = ""


def attach_answers(generator: ArticlesGenerator) -> None:
    """Which post each answers, and which answer it; the front matter's words as the text is set."""
    articles = every_article(generator)
    line = composition_of(generator.settings).line
    _link_answers(generator)
    add_renewal(generator.context, lambda _: _link_answers(generator))
    for article in articles:
        is_set = article.source.get("typography", True)
        for name in ("thesis", "question"):
            text = article.source.get(name)
            setattr(article, name, line(text, article.lang) if text and is_set else text)
        places = (("Mastodon", "mastodon"), ("Bluesky", "bluesky"))
        links = ((label, article.source.get(name)) for label, name in places)
        article.threads_elsewhere = tuple((label, url) for label, url in links if url)


def _link_answers(generator: ArticlesGenerator) -> None:
    articles = every_article(generator)
    by_slug = {article.slug: article for article in articles}
    asked, answered, problems = link_answers(articles, by_slug)
    for article in articles:
        article.answers, article.answered_by = asked.get(article), answered.get(article, ())
    report_of(generator.settings).add(*problems)


class DiscussionGenerator(Generator):  # type: ignore[misc]
    """The page of the latest comments, and the parts of long debates beyond the post's own page."""

    def generate_context(self) -> None:
        """Claim the addresses."""
        options = room_settings(Settings, NAME, self.settings)
        self.folder, self.newest = options.url, options.feed
        posts = (one for post in self.context["articles"] for one in (post, *post.translations))
        hidden = self.context.get("hidden_articles", ())
        self.long = [one for one in (*posts, *hidden) if one.discussion.pages[1:]]
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.folder}index.html", kind="page"))
        claims += [Claim(save_as) for post in self.long for save_as, _ in self._parts(post)]

    def _parts(self, post: Article) -> list[tuple[str, int]]:
        numbers = range(1, len(post.discussion.pages))
        return [(f"{page_url(post.url, self.folder, n)}index.html", n) for n in numbers]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        write = partial(writer.write_file, context=self.context)
        shown = self.context["comments"][: self.newest]
        template = self.get_template("comments")
        write(f"{self.folder}index.html", template, latest_comments=shown)
        template = self.get_template("debate")
        for post in self.long:
            for save_as, number in self._parts(post):
                write(save_as, template, article=post, part=number)
