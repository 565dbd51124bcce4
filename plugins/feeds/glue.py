"""Pelican's side of feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import PROOFREADING, room_settings, site_settings
from plugins.feeds.adapter import Entries, render_atom
from plugins.feeds.archives import Page, archive_url, past_quarters
from plugins.feeds.characters import code_of, forbidden_in, remove_forbidden
from plugins.feeds.comments import comment_item, thread_channel_id
from plugins.feeds.documents import documents_of
from plugins.feeds.footer import discussion_of, render_footer
from plugins.feeds.identity import channel_id, find_channel, item_id
from plugins.feeds.items import (
    correction_item,
    image_of,
    lighter_pictures,
    updated_of,
)
from plugins.feeds.keys import ItemKeys
from plugins.feeds.media import is_recording, png_size
from plugins.feeds.model import (
    ATOM_TYPE,
    JSON_TYPE,
    NEVER,
    RSS_TYPE,
    Category,
    Channel,
    Icon,
    Item,
    Person,
    Places,
)
from plugins.feeds.opml import render_opml
from plugins.feeds.posts import TEXT, Carried, Frame, Wish
from plugins.feeds.rhythm import rhythm_of
from plugins.feeds.rules import missing_id
from plugins.feeds.settings import NAME, Settings
from plugins.feeds.standing import Left, follow_in_feeds, leave_without_texts
from plugins.feeds.streams import Stream, former_folders
from plugins.grouping import group_by
from plugins.identity import fallback_id
from plugins.languages import locale_tag
from plugins.memory import memo_all
from plugins.messages import Gettext, msg
from plugins.model import Claim, FeedLink
from plugins.outputs import Outputs, outputs_of
from plugins.problems import Problem, report_of
from plugins.reporting import FeedItem, backstage_of
from plugins.standing import Part, add_part
from plugins.yielding import checkpoint


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.get_generators.connect(feeds_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``FEEDS``."""
    room_settings(Settings, NAME, pelican.settings)
    add_part(pelican.settings, Part("feeds", leave_feeds, follow_in_feeds))


def leave_feeds(generators: Sequence[Any], _writer: Any) -> Left:
    """The channels as they were written."""
    [mine] = (one for one in generators if isinstance(one, FeedsGenerator))
    return mine.leave()


def feeds_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return FeedsGenerator


class FeedsGenerator(Generator):  # type: ignore[misc]
    """Announces the feeds to every page, then writes them, and the page about them."""

    def generate_context(self) -> None:
        """Announce the feeds; name an id for each post that has none."""
        self.options = room_settings(Settings, NAME, self.settings)
        self.siteurl = self.settings["SITEURL"]
        is_publication = site_settings(self.settings).is_publication
        for article in self.context["articles"]:
            if article.id is None:
                article.id = fallback_id(article.slug)
                if is_publication or not self.settings.get(PROOFREADING):  # which says so itself
                    path = article.source.path
                    report_of(self.settings).add(missing_id(path, is_fatal=is_publication))
            report_of(self.settings).add(*_forbidden(article))
        self.streams = list(self._streams())
        self.folders = {stream.folder for stream in self.streams}
        links = {stream.folder: self._links(stream) for stream in self.streams}
        self.context["feeds"] = links[""]
        self.context["own_feeds"] = links
        self.context["feed_list"] = self._list_for_people()
        self._claim()

    def _streams(self) -> Iterator[Stream]:
        """The site's, each topic's, each author's, and the corrections'."""
        posts, name = self.context["articles"], self.settings["SITENAME"]
        about = self.context["SITESUBTITLE"] or name
        yield Stream("site", "", name, about, tuple(posts))
        by_topic = group_by(posts, lambda post: post.topics)
        for count in self.context["topics"]:
            topic, own = count.entry, tuple(by_topic.get(count.entry.slug, ()))
            former = former_folders(topic, self.settings["TOPIC_URL"])
            label, about = topic.label, topic.description
            yield Stream("topics", topic.url, label, about, own, former=former)
        by_author = group_by(posts, lambda post: post.profiles)
        for count in self.context["profiles"]:
            profile, own = count.entry, tuple(by_author.get(count.entry.slug, ()))
            former = former_folders(profile, self.settings["AUTHOR_URL"])
            label, about = profile.name, profile.bio
            yield Stream("authors", profile.url, label, about, own, former=former)
        yield Stream(
            "corrections",
            self.settings["CORRECTIONS_URL"],
            self.gettext("Corrections"),
            self.gettext("What was wrong in a post, and has been put right."),
            (),
            self.context["corrections"],
        )
        comments = self.context["comments"][: self.options.limit]
        folder, label = self.context["discussion"]["url"], self.gettext("Comments")
        about = self.gettext("What readers answer to the posts.")
        yield Stream("comments", folder, label, about, (), comments=comments)

    def _threads(self) -> Iterator[Stream]:
        """One for each post that was ever answered, of its comments alone."""
        for post in self.context["articles"]:
            for article in (post, *post.translations):
                said = article.discussion
                if said.was_opened:
                    gettext = load_catalogue(HOUSE, article.lang).gettext
                    label = gettext("Comments on “{title}”").format(title=article.title)
                    newest = reversed(said.comments[-self.options.limit :])
                    pairs = tuple((article, comment) for comment in newest)
                    folder = f"{article.url}{self.context['discussion']['url']}"
                    about = article.summary or label
                    yield Stream("", folder, label, about, (), comments=pairs, key=said.key)

    def _links(self, stream: Stream) -> tuple[FeedLink, ...]:
        title = self._title(stream)
        return tuple(
            FeedLink(f"{title} ({label})", f"{stream.folder}{name}", kind)
            for label, name, kind in (
                ("RSS", self.options.rss, RSS_TYPE),
                ("Atom", self.options.atom, ATOM_TYPE),
                ("JSON", self.options.json, JSON_TYPE),
            )
        )

    def _title(self, stream: Stream) -> str:
        name = str(self.settings["SITENAME"])
        return f"{stream.label} – {name}" if stream.folder else name

    def _list_for_people(self) -> dict[str, list[tuple[Stream, tuple[FeedLink, ...], Any]]]:
        groups: dict[str, list[tuple[Stream, tuple[FeedLink, ...], Any]]] = {}
        for stream in self.streams:
            entry = (stream, self._links(stream), rhythm_of(stream.dates))
            groups.setdefault(stream.group, []).append(entry)
        return groups

    def _claim(self) -> None:
        claims = self.context.setdefault("claims", [])
        names = (self.options.rss, self.options.atom, self.options.json)
        for stream in self.streams:
            channel = self._id(stream)
            claims += [
                Claim(f"{stream.folder}{name}", kind="feed", key=f"{channel}#{kind}")
                for kind, name in zip(("rss", "atom", "json"), names, strict=True)
            ]
            atom = f"{stream.folder}{self.options.atom}"
            claims += [
                Claim(archive_url(atom, quarter), kind="archive", key=f"{channel}#atom")
                for quarter in past_quarters(stream.dates, self.options.limit)
            ]
        for thread in self._threads():
            channel = self._id(thread)
            name = f"{thread.folder}{self.options.atom}"
            claims.append(Claim(name, kind="feed", key=f"{channel}#atom"))
        subscribe = f"{self.settings['SUBSCRIBE_URL']}index.html"
        claims += [Claim(self.options.opml, kind="feed"), Claim(subscribe, kind="page")]

    def generate_output(self, writer: Writer) -> None:
        """Write every channel in every format, newest post first, and the OPML of them all."""
        outputs, options = outputs_of(self.settings), self.options
        self.keys, self.entries = ItemKeys(), Entries()
        channels = {stream: self._channel(stream) for stream in self.streams}
        self.channels = list(channels.values())
        for channel in self.channels:
            self._write(channel, outputs)
        for thread in self._threads():
            channel = self._channel(thread)
            document = render_atom(channel, Page(channel.places.atom, channel.items), self.entries)
            outputs.put(thread.folder + options.atom, document)
        outputs.put(options.opml, self._opml(channels))
        subscribe = f"{self.settings['SUBSCRIBE_URL']}index.html"
        template, opml = self.get_template("subscribe"), self.options.opml
        writer.write_file(subscribe, template, self.context, opml=opml)
        if not site_settings(self.settings).is_publication:
            self._show_backstage()

    def _show_backstage(self) -> None:
        """Posts that no feed carries yet, as feeds will: for the author's eyes, in no file."""
        notes = backstage_of(self.settings)
        notes.feed = self.options.atom
        for article in (*self.context["drafts"], *self.context["hidden_articles"]):
            item = self._carry(article).item
            names = tuple(person.name for person in item.authors)
            notes.items[article.url] = FeedItem(item.title, item.content, names)

    def _write(self, channel: Channel, outputs: Outputs) -> None:
        """Every document of a channel that is not what it was."""
        for document in documents_of(channel, self.siteurl, self.keys, self.entries):
            outputs.make(*document)

    def leave(self) -> Left:
        """The channels as they were written, without their texts."""
        posts = {article.source.path: one for article, one in self._posts.items()}
        return leave_without_texts(posts, self.channels, self._recordings)

    def follow_edit(self, contents: Sequence[Any], outputs: Outputs) -> None:
        """Write the channels that carry one of ``contents``, whose texts are new."""
        carried = [one for one in contents if one in self._posts]
        for article in carried:
            self._posts[article] = self._carry(article)
        for stream in self.streams:
            if any(stream.carries(article) for article in carried):
                self._write(self._channel(stream), outputs)

    def _opml(self, channels: dict[Stream, Channel]) -> bytes:
        groups: dict[str, list[Channel]] = {name: [] for name in self._group_names.values()}
        for stream, channel in channels.items():
            groups[self._group_names[stream.group]].append(channel)
        others = self.gettext("Other formats")
        return render_opml(self.settings["SITENAME"], groups.items(), others)

    @cached_property
    def _group_names(self) -> dict[str, str]:
        gettext = self.gettext
        return {
            "site": str(self.settings["SITENAME"]),
            "topics": gettext("Topics"),
            "authors": gettext("Authors"),
            "corrections": gettext("Corrections"),
            "comments": gettext("Comments"),
        }

    @cached_property
    def gettext(self) -> Gettext:
        """The site's own words, in its language."""
        return load_catalogue(HOUSE, self.settings["DEFAULT_LANG"]).gettext

    def _id(self, stream: Stream) -> str:
        """The id of a channel: the one that it was published with, wherever that was."""
        if stream.key:
            return thread_channel_id(self.options.id, stream.key)
        folders = stream.folder, *(one for one in stream.former if one not in self.folders)
        known = find_channel(self._published, folders, self.options.atom)
        return known or channel_id(self.options.id, stream.folder)

    @cached_property
    def _published(self) -> dict[str, str]:
        return {one.address: one.id for one in self.context["published"] if one.kind == "feed"}

    def _channel(self, stream: Stream) -> Channel:
        options, root = self.options, f"{self.siteurl}/"
        folder = root + stream.folder
        page = root + stream.folder.removesuffix(self.context["discussion"]["url"])
        return Channel(
            id=self._id(stream),
            title=self._title(stream),
            link=page if stream.key else folder,
            places=Places(folder + options.rss, folder + options.atom, folder + options.json),
            description=stream.description,
            language=locale_tag(self.settings["DEFAULT_LANG"]),
            ttl=options.ttl,
            publisher=Person(self.settings["SITENAME"], root),
            items=tuple(self._items(stream)),
            limit=options.limit,
            founded=self._founded,
            stylesheet=root + self.context["assets"][options.stylesheet],
            icon=self._icon,
            hub=(options.hub or None) if stream.group else None,  # what make ping tells it of
        )

    def _items(self, stream: Stream) -> Iterator[Item]:
        for article in stream.posts:
            yield self._posts[article].item
        for article, correction in stream.corrections:
            same = [c for c in article.corrections if c.date == correction.date]
            number = same.index(correction)
            gettext = load_catalogue(HOUSE, article.lang).gettext
            yield correction_item(
                self._posts[article].item, article.id, correction, number, gettext
            )
        for article, comment in stream.comments:
            gettext = load_catalogue(HOUSE, article.lang).gettext
            language = self.settings["DEFAULT_LANG"]
            other = locale_tag(article.lang) if article.lang != language else None
            yield comment_item(article, comment, self.siteurl, gettext, other)

    @cached_property
    def _posts(self) -> dict[Article, Carried]:
        """Each post once, for all the channels that carry it."""
        frames = {article: self._frame(article) for article in self.context["articles"]}
        wishes = {one: self._wish(one, frame) for one, frame in frames.items()}
        texts = memo_all(self.settings, TEXT, wishes)
        return {
            one: self._fill(frame, wishes[one], texts.get(one)) for one, frame in frames.items()
        }

    def _carry(self, article: Article) -> Carried:
        """A post as feeds carry it."""
        frame = self._frame(article)
        return self._fill(frame, self._wish(article, frame))

    def _fill(self, frame: Frame, wish: Wish, text: str | None = None) -> Carried:
        checkpoint(self.settings)
        return frame.fill(wish, text, self._recordings, self.settings)

    def _wish(self, article: Article, frame: Frame) -> Wish:
        return frame.wish(article.get_content(self.siteurl))

    def _frame(self, article: Article) -> Frame:
        return _frame(article, self.settings, self.context["gallery"].shown)

    @cached_property
    def _recordings(self) -> dict[str, Path]:
        """The files of sound and film that a post may carry, by their full addresses."""
        files = ((one.url, one.source_path) for one in self.context["static_content"].values())
        return {f"{self.siteurl}/{url}": Path(path) for url, path in files if is_recording(url)}

    @cached_property
    def _founded(self) -> datetime:
        """The date of a feed that has no entry yet: the site's first post's, which stays."""
        return min((post.date for post in self.context["articles"]), default=NEVER)

    @cached_property
    def _icon(self) -> Icon:
        name = self.options.icon
        width, height = png_size(Path(self.theme, "static", name).read_bytes())
        return Icon(f"{self.siteurl}/{self.context['assets'][name]}", width, height)


def _frame(article: Article, settings: dict[str, Any], shown: Mapping[str, Any]) -> Frame:
    siteurl, language = settings["SITEURL"], settings["DEFAULT_LANG"]
    page = f"{siteurl}/{article.url}"
    gettext: Callable[[str], str] = load_catalogue(HOUSE, article.lang).gettext
    item = Item(
        id=item_id(article.id or fallback_id(article.slug), article.corrections),
        title=article.title,
        link=page,
        summary=article.summary,
        content="",
        published=article.date,
        updated=updated_of(article),
        authors=tuple(Person(p.name, f"{siteurl}/{p.url}") for p in article.profiles),
        categories=tuple(Category(t.label, f"{siteurl}/{t.url}") for t in article.topics),
        image=image_of(article, siteurl, shown),
        comments=discussion_of(page),
        language=locale_tag(article.lang) if article.lang != language else None,
    )
    lighter = lighter_pictures(article.shows, siteurl, shown)
    footer = render_footer(article.profiles, article.title, page, siteurl, gettext)
    return Frame(item, article.slug, article.lang, lighter, remove_forbidden(footer))


def _forbidden(article: Article) -> Iterator[Problem]:
    """A warning for each character that feeds must leave out, at its line."""
    source = article.source
    if not forbidden_in(f"{article.title}\n{article.summary}\n{source.body}"):
        return
    places = [(article.title, source.line("title")), (article.summary, source.line("summary"))]
    body = source.body.split("\n")
    places += [(line, number) for number, line in enumerate(body, source.body_line)]
    for text, line in places:
        for found in forbidden_in(text):
            yield Problem(
                "forbidden-character",
                msg("Character U+{code:04X} is left out of the feeds.", code=code_of(found)),
                msg("Delete it: XML, in which feeds are written, cannot carry it."),
                source.path,
                line,
                severity="warning",
            )
