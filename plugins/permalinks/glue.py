"""Pelican's side of permalinks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.config import Places, room_settings, site_settings
from plugins.files import Unreadable, read_text, slugify, write_atomic
from plugins.identity import fallback_id
from plugins.ledger import (
    ADDRESSES,
    Entry,
    InvalidLedger,
    add_entries,
    parse_ledger,
    render_ledger,
)
from plugins.messages import msg
from plugins.model import Claim, Identities
from plugins.outputs import Outputs, outputs_of
from plugins.permalinks.formats import render_all
from plugins.permalinks.plan import Gone, Plan, Wish, carry_files, make_plan
from plugins.permalinks.settings import NAME, Settings
from plugins.problems import Problem, report_of
from plugins.proofreading import around_of
from plugins.publishing import PREVIOUS, after_success
from plugins.standing import Correction, Part, add_part


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.article_generator_init.connect(load_ledger)
    signals.get_generators.connect(permalinks_generator)
    signals.all_generators_finalized.connect(plan_addresses)


def prepare_settings(pelican: Any) -> None:
    """Check ``PERMALINKS``."""
    room_settings(Settings, NAME, pelican.settings)
    add_part(pelican.settings, Part("permalinks", leave_moved_feeds, follow_in_moved_feeds))


def permalinks_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return PermalinksGenerator


def load_ledger(generator: Any) -> None:
    """Say to every room what was published until now: nothing at the first publication."""
    settings = generator.settings
    options = room_settings(Settings, NAME, settings)
    ledger, problems = _read(Path(settings["PATH"], options.ledger))
    generator.context["published"] = add_entries(ledger, _online(settings))
    report_of(settings).add(*problems)


def plan_addresses(generators: list[Any]) -> None:
    """Compare the edition with the ledger; publishing it will write the ledger anew."""
    mine = next(one for one in generators if isinstance(one, PermalinksGenerator))
    settings, context, ledger = mine.settings, mine.context, mine.context["published"]
    is_publication = site_settings(settings).is_publication
    live = tuple(_entry(claim) for claim in context["claims"])
    around_of(settings).add(_identities(ledger, context["claims"], settings))
    # A preview also has drafts, and may lack anything: it owes nothing to the public.
    past = ledger if is_publication else ()
    mine.plan = make_plan(past, live, _wishes(context, settings), _gone(context, settings))
    carry_files(mine.plan, (one.save_as for one in context["static_content"].values()))
    report_of(settings).add(*mine.plan.problems)
    if is_publication:
        mine.published = tuple(one for one in live if one.kind)
        after_success(settings, lambda: _record(mine, add_entries(ledger, mine.published)))


def _read(path: Path) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The ledger as it was, empty before the first publication."""
    if not path.exists():
        return (), []
    try:
        return parse_ledger(read_text(path)), []
    except Unreadable as error:
        return (), [error.problem]
    except InvalidLedger as error:
        cause = msg("The ledger of addresses cannot be read: {reason}.", reason=error.reason)
        remedy = msg("Take it back from git: it is what keeps old addresses working.")
        return (), [Problem("invalid-ledger", cause, remedy, path, error.line)]


def _identities(
    ledger: tuple[Entry, ...], claims: list[Claim], settings: dict[str, Any]
) -> Identities:
    """What the proofreader must know to give a post the id that readers know it by."""
    before, _, after = settings["ARTICLE_URL"].partition("{slug}")
    published: dict[str, str] = {}
    for one in ledger:
        if one.kind == "post":
            slug = one.address.removeprefix(before).removesuffix(after)
            # Without an id, feeds gave it the one that they make of its slug.
            published[slug] = published[one.address] = one.id or fallback_id(slug)
    own = {claim.id: claim.source for claim in claims if claim.id}
    return Identities({**dict.fromkeys(published.values()), **own}, published)


def _online(settings: dict[str, Any]) -> tuple[Entry, ...]:
    """What the edition that is online has published.

    All in the ledger already, unless the publication was ended after readers
    saw the edition and before that was written down.
    """
    previous = settings.get(PREVIOUS)
    return _read(Path(previous, ADDRESSES))[0] if previous else ()


def _entry(claim: Claim) -> Entry:
    address = claim.save_as.removesuffix("index.html")
    return Entry(address, claim.kind, claim.key or claim.id or "")


def _wishes(context: dict[str, Any], settings: dict[str, Any]) -> Iterator[Wish]:
    """Old addresses by the configuration, by front matter, and by a topic's or author's names."""
    for old, new in sorted(room_settings(Settings, NAME, settings).redirects.items()):
        path, line = settings.get("CONFIGURATION_PLACES", Places()).find(NAME, "redirects")
        yield Wish(old.lstrip("/"), new.lstrip("/"), path, line)
    for claim in context["claims"]:
        for old in claim.aliases:
            target = claim.save_as.removesuffix("index.html")
            yield Wish(old, target, claim.source, claim.aliases_line)
    topics = (count.entry for count in context["topics"])
    authors = (count.entry for count in context["profiles"])
    for entries, url in ((topics, "TOPIC_URL"), (authors, "AUTHOR_URL")):
        for entry in entries:
            for name in entry.aliases:
                old = settings[url].format(slug=slugify(name))
                yield Wish(old, entry.url, possible=True)
            for slug in getattr(entry, "former_slugs", ()):  # a topic's, which says so itself
                yield Wish(settings[url].format(slug=slug), entry.url, entry.source)


def _gone(context: dict[str, Any], settings: dict[str, Any]) -> Gone:
    """What the tombstones and the configuration withdraw."""
    tombstones = context.get("tombstones", ())
    addresses = [url.lstrip("/") for url in room_settings(Settings, NAME, settings).gone]
    return Gone(
        frozenset([*addresses, *(address for _, address in tombstones)]),
        frozenset(source.get("id") for source, _ in tombstones if source.get("id")),
    )


def _record(generator: PermalinksGenerator, ledger: tuple[Entry, ...]) -> None:
    """Write the ledger."""
    settings = generator.settings
    path = Path(settings["PATH"], room_settings(Settings, NAME, settings).ledger)
    write_atomic(path, render_ledger(ledger))


def leave_moved_feeds(generators: Sequence[Any], _writer: Any) -> list[tuple[str, str]]:
    """The old and the new address of each feed that is elsewhere now."""
    return list(
        next(one for one in generators if isinstance(one, PermalinksGenerator)).moved_feeds()
    )


def follow_in_moved_feeds(
    _generator: Any, left: Sequence[tuple[str, str]], _correction: Correction, outputs: Outputs
) -> None:
    """Have at a feed's old address what stands at the new one (after the feeds' own)."""
    _follow(left, outputs)


def _follow(moved: Iterable[tuple[str, str]], outputs: Outputs) -> None:
    for old, new in moved:
        if new in outputs.keys:
            outputs.put(old, outputs.read(new))


class PermalinksGenerator(Generator):  # type: ignore[misc]
    """Pages at old addresses, for hosts that know neither redirects nor 410."""

    plan: Plan
    published: tuple[Entry, ...] = ()

    def generate_context(self) -> None:
        """Claim the page that says that something was withdrawn."""
        self.plan = Plan()
        self.context.setdefault("claims", []).append(Claim("410.html"))

    def generate_output(self, writer: Writer) -> None:
        """Write them; at a feed's old address stands what it leads to, as no reader follows a page.

        Its ids are the same, and it says itself where it is now (``rel="self"``):
        a subscriber who never learns of the move goes on without a gap or a double.
        """
        gone, moved = self.get_template("410"), self.get_template("redirect")
        writer.write_file("410.html", gone, self.context)
        for old in filter(_is_page, sorted(self.plan.gone)):
            writer.write_file(_file_of(old), gone, self.context)
        feeds = {f.url: f for own in self.context["own_feeds"].values() for f in own}
        for old, new in sorted(self.plan.redirects.items()):
            if _is_page(old):
                full = new if "://" in new else f"{self.settings['SITEURL']}/{new}"
                # A reader that is given a page looks there for a feed to subscribe to.
                feed = feeds.get(new)
                writer.write_file(_file_of(old), moved, self.context, target=full, feed=feed)
        self.follow_edit((), outputs_of(self.settings))
        if site_settings(self.settings).is_publication:
            self._write_for_servers(Path(self.output_path))

    def follow_edit(self, _contents: Sequence[Any], outputs: Outputs) -> None:
        """Have at each feed's old address what stands at the new one (after the feeds' own)."""
        _follow(self.moved_feeds(), outputs)

    def moved_feeds(self) -> Iterator[tuple[str, str]]:
        """The old and the new address of each feed that is elsewhere now."""
        feeds = {feed.url for own in self.context["own_feeds"].values() for feed in own}
        feeds |= {one.save_as for one in self.context["claims"] if one.kind == "archive"}
        for old, new in sorted(self.plan.redirects.items()):
            if new in feeds and not _is_page(old):
                yield old, new

    def _write_for_servers(self, output: Path) -> None:
        """Write what servers and hosts read, and what this edition publishes."""
        base = urlsplit(self.settings["SITEURL"]).path.rstrip("/")
        for name, data in render_all(self.plan, base).items():
            write_atomic(output / name, data)
        write_atomic(output / ADDRESSES, render_ledger(self.published))


def _is_page(address: str) -> bool:
    return Path(address).suffix in {"", ".html"} or address.endswith("/")


def _file_of(address: str) -> str:
    return address if address.endswith(".html") else f"{address.rstrip('/')}/index.html"
