"""Archives, ids and rhythms: what does not move when posts are added."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from plugins.feeds.adapter import Entries, render_atom
from plugins.feeds.archives import Page, past_quarters, split_pages
from plugins.feeds.identity import channel_id, find_channel, item_id
from plugins.feeds.media import find_recordings, media_type, png_size
from plugins.feeds.model import Channel, Item, Person, Places
from plugins.feeds.rhythm import Rhythm, rhythm_of
from plugins.identity import fallback_id
from plugins.model import Correction

START = datetime(2024, 1, 1, tzinfo=UTC)


def item(number: int) -> Item:
    date = START + timedelta(days=10 * number)
    return Item(f"urn:{number}", f"{number}", "https://h/", "", "", date, date, ())


def channel(numbers: list[int], limit: int = 5) -> Channel:
    items = tuple(item(number) for number in sorted(numbers, reverse=True))
    places = Places("https://h/rss.xml", "https://h/x/atom.xml", "https://h/feed.json")
    person = Person("P", "https://h/")
    return Channel("urn:c", "T", "https://h/", places, "D", "fr-FR", 60, person, items, limit=limit)


def pages(numbers: list[int], limit: int = 5) -> tuple[Page, ...]:
    return split_pages(channel(numbers, limit))


def test_a_short_history_has_no_archive() -> None:
    assert [page.is_archive for page in pages([1, 2, 3, 4, 5])] == [False]
    assert pages([]) == (Page("https://h/x/atom.xml", ()),)


def test_archives_are_chained_and_hold_everything() -> None:
    found = pages(list(range(60)))
    urls = [page.url for page in found]
    assert [page.previous for page in found] == [*urls[1:], None]
    assert {page.current for page in found[1:]} == {urls[0]}
    assert [page.next for page in found] == [*[None] * (len(urls) - 1), urls[-2]]
    assert urls[-1] == "https://h/x/atom/2024-1.xml"
    assert len({one.id for page in found for one in page.items}) == 60


def test_a_post_more_or_less_leaves_other_quarters_alone() -> None:
    """«immutable archive pages»: same address, same posts."""

    def quarters(numbers: list[int]) -> dict[str, tuple[str, ...]]:
        return {p.url: tuple(i.id for i in p.items) for p in pages(numbers) if p.is_archive}

    before = quarters(list(range(60)))
    added, removed = quarters(list(range(61))), quarters([n for n in range(60) if n != 12])
    assert before.items() <= added.items()
    changed = {url for url in before if before[url] != removed[url]}
    assert changed == {"https://h/x/atom/2024-2.xml"}


def test_a_quarter_that_ends_or_a_year_leaves_the_archives_of_the_others_to_the_byte() -> None:
    """«immutable archive pages»."""

    def archives(numbers: list[int]) -> dict[str, bytes]:
        made = channel(numbers)
        return {p.url: render_atom(made, p, Entries()) for p in split_pages(made) if p.is_archive}

    before, after = archives(list(range(60))), archives(list(range(75)))
    assert len(after) == len(before) + 2, "the year has changed, too"
    assert before.items() <= after.items()


def test_a_post_at_the_turn_of_a_quarter_elsewhere_is_in_one_archive() -> None:
    """Clocks differ: what is newer can be of an earlier quarter."""
    turn = datetime(2025, 4, 1, tzinfo=timezone(timedelta(hours=2)))
    newer = datetime(2025, 3, 31, 23, tzinfo=UTC)
    for dates, expected in (
        ((turn.replace(year=2026), newer, turn, turn.replace(month=3)), [1, 1, 2]),
        ((newer, turn, turn.replace(month=3)), [2, 2]),
    ):
        items = tuple(replace(item(n), published=date) for n, date in enumerate(dates))
        found = split_pages(replace(channel([]), items=items, limit=1))
        assert [len(page.items) for page in found] == expected
        assert {one for page in found for one in page.items} == set(items)
    assert past_quarters((newer, turn), 1) == ((2025, 1),)
    assert past_quarters((newer, turn), 2) == ()


def test_a_busy_quarter_is_whole_in_the_subscription_document() -> None:
    found = pages([*range(3), *range(28, 36)], limit=2)
    assert len(found[0].items) == 8


def test_ids_hold_nothing_that_can_move() -> None:
    site = "3f0c6c3e-6d3b-4e0e-9a55-0f6a7b1d2c48"
    assert channel_id(site, "") == f"urn:uuid:{site}"
    assert channel_id(site, "sujets/ia/") != channel_id(site, "sujets/vr/")
    assert fallback_id("a") == fallback_id("a") != fallback_id("b")


def test_a_channel_is_found_again_where_it_was() -> None:
    """«The same for feeds' addresses and ids»: a topic's new address is no new feed."""
    published = {"sujets/robots/atom.xml": "urn:r#atom", "sujets/ia/atom.xml": "urn:i#atom"}
    assert find_channel(published, ["sujets/neuf/", "sujets/robots/"], "atom.xml") == "urn:r"
    assert find_channel(published, ["sujets/ia/", "sujets/robots/"], "atom.xml") == "urn:i"
    assert find_channel(published, ["sujets/neuf/"], "atom.xml") is None


def test_a_correction_sends_again_only_on_demand() -> None:
    quiet = Correction(START, "error", "x")
    loud = Correction(START, "typo", "x", resend=True)
    assert item_id("urn:a", [quiet]) == "urn:a"
    again = item_id("urn:a", [quiet, loud])
    assert again == item_id("urn:a", [loud]) != "urn:a"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (2, Rhythm(4, "week")),
        (7, Rhythm(1, "week")),
        (15, Rhythm(2, "month")),
        (100, Rhythm(4, "year")),
        (900, Rhythm(1, "year")),
    ],
)
def test_a_rhythm_is_said_as_a_person_would(days: int, expected: Rhythm) -> None:
    dates = [START - timedelta(days=days * n) for n in range(20)]
    assert rhythm_of(dates) == expected
    assert rhythm_of(dates[:1]) is None


def test_recordings_are_found_where_the_text_names_them() -> None:
    html = '<a href="x.html">x</a><audio><source src="a.mp3"></audio><a href="/b.webm?x=1">y</a>'
    found = list(find_recordings(html, "https://h/p/"))
    assert found == ["https://h/p/a.mp3", "https://h/b.webm?x=1"]
    assert media_type("https://h/x.txt") is None


def test_a_picture_that_is_no_png_is_refused() -> None:
    with pytest.raises(ValueError, match="PNG"):
        png_size(b"GIF89a")
