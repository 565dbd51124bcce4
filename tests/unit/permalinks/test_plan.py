"""Old addresses: what moved is found, what is gone says so, nothing vanishes unseen."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.ledger import Entry
from plugins.permalinks.formats import render_all
from plugins.permalinks.plan import Gone, Plan, Wish, carry_files, make_plan


def post(slug: str, name: str) -> Entry:
    return Entry(f"articles/{slug}/", "post", f"urn:uuid:{name}")


def plan(
    ledger: Sequence[Entry] = (),
    live: Sequence[Entry] = (),
    wishes: Sequence[Wish] = (),
    gone: Gone = Gone(),  # noqa: B008 (frozen)
) -> Plan:
    return make_plan(ledger, live, wishes, gone)


def codes(found: Plan) -> list[str]:
    return [problem.code for problem in found.problems]


def test_the_same_id_elsewhere_is_a_redirect() -> None:
    found = plan([post("a", "1")], [post("b", "1")])
    assert found.redirects == {"articles/a/": "articles/b/"}
    assert codes(found) == []


def test_what_lies_beside_a_post_moves_along() -> None:
    """A podcast's listener has the recording's address; the ledger has the post's alone."""
    found = plan([post("a", "1"), post("b", "2")], [post("c", "1"), post("b", "2")])
    carry_files(found, ["articles/c/son.mp3", "articles/c/x/plan.svg", "articles/b/doc.pdf"])
    assert found.redirects == {
        "articles/a/": "articles/c/",
        "articles/a/son.mp3": "articles/c/son.mp3",
        "articles/a/x/plan.svg": "articles/c/x/plan.svg",
    }
    carry_files(found, ["articles/a/new.svg", "articles/c/new.svg"])
    assert "articles/a/new.svg" not in found.redirects, "it is a file of this edition"


def test_a_post_that_comes_back_is_no_loop() -> None:
    found = plan([post("a", "1"), post("b", "1")], [post("a", "1")])
    assert found.redirects == {"articles/b/": "articles/a/"}
    assert codes(found) == []


def test_a_vanished_post_stops_the_build_until_a_tombstone_says_that_it_is_meant() -> None:
    assert codes(plan([post("a", "1")])) == ["vanished-address"]
    found = plan([post("a", "1")], gone=Gone(ids=frozenset({"urn:uuid:1"})))
    assert (found.gone, codes(found)) == ({"articles/a/"}, [])
    found = plan([post("a", "1")], gone=Gone(frozenset({"articles/a/"})))
    assert (found.gone, codes(found)) == ({"articles/a/"}, [])


def test_or_an_alias() -> None:
    found = plan([post("a", "1")], [post("b", "2")], [Wish("articles/a/", "articles/b/")])
    assert found.redirects == {"articles/a/": "articles/b/"}
    assert codes(found) == []


def test_chains_are_collapsed() -> None:
    wishes = [Wish("1/", "2/"), Wish("2/", "3/"), Wish("3/", "articles/b/")]
    found = plan((), [post("b", "2")], wishes)
    assert found.redirects == dict.fromkeys(("1/", "2/", "3/"), "articles/b/")


def test_a_chain_that_ends_at_something_gone_is_gone() -> None:
    found = plan((), (), [Wish("1/", "2/")], Gone(frozenset({"2/"})))
    assert (found.redirects, found.gone) == ({}, {"1/", "2/"})


def test_loops_are_refused_once() -> None:
    found = plan((), (), [Wish("1/", "2/"), Wish("2/", "1/"), Wish("0/", "1/")])
    assert codes(found) == ["redirect-loop"]
    assert "/0/ → /1/ → /2/ → /1/" in str(found.problems[0].cause)
    assert codes(plan((), (), [Wish("1/", "1/")])) == ["redirect-loop"]


def test_a_topics_feeds_follow_its_page() -> None:
    ledger = [
        Entry("sujets/vieux/", "topic"),
        Entry("sujets/vieux/rss.xml", "feed", "old#rss"),
    ]
    live = [Entry("sujets/neuf/", "topic"), Entry("sujets/neuf/rss.xml", "feed", "new#rss")]
    found = plan(ledger, live, [Wish("sujets/vieux/", "sujets/neuf/", possible=True)])
    assert found.redirects["sujets/vieux/rss.xml"] == "sujets/neuf/rss.xml"
    assert codes(found) == []


def feed(folder: str, *quarters: str) -> list[Entry]:
    """An Atom feed with its archives, which bear its id."""
    name = f"urn:uuid:{folder}#atom"
    archives = [Entry(f"{folder}atom/{quarter}.xml", "archive", name) for quarter in quarters]
    return [Entry(f"{folder}atom.xml", "feed", name), *archives]


def test_an_archive_that_vanishes_leads_to_its_feed_and_a_withdrawn_feed_takes_it_along() -> None:
    """The feed holds what the archive held, or leads on to it (RFC 5005, 4)."""
    before = feed("t/", "2025-4", "2025-3")
    found = plan(before, feed("t/", "2025-3"))
    assert (found.redirects, codes(found)) == ({"t/atom/2025-4.xml": "t/atom.xml"}, [])
    found = plan(before, gone=Gone(frozenset({"t/atom.xml"})))
    assert found.gone == {"t/atom.xml", "t/atom/2025-4.xml", "t/atom/2025-3.xml"}
    assert codes(found) == []
    assert codes(plan(before)) == ["vanished-address"], "said once, of the feed"


def test_archives_of_a_merged_topic_lead_to_those_of_the_other_or_to_its_feed() -> None:
    merged = [Wish("t/", "u/", possible=True)]
    topics = [Entry("t/", "topic"), Entry("u/", "topic")]
    live = [topics[1], *feed("u/", "2025-4")]
    found = plan([*topics, *feed("t/", "2025-4", "2025-3")], live, merged)
    assert codes(found) == []
    assert found.redirects == {
        "t/": "u/",
        "t/atom.xml": "u/atom.xml",
        "t/atom/2025-4.xml": "u/atom/2025-4.xml",
        "t/atom/2025-3.xml": "u/atom.xml",
    }


def test_a_feed_that_comes_back_under_another_id_is_told_and_its_archives_are_not() -> None:
    other = [Entry(one.address, one.kind, "urn:uuid:x") for one in feed("t/", "2025-4")]
    assert codes(plan(feed("t/", "2025-4"), other)) == ["changed-id"]


def test_an_alias_must_not_hide_a_page_or_lead_nowhere_or_two_ways() -> None:
    live = [post("a", "1"), post("b", "2")]
    assert codes(plan((), live, [Wish("articles/a/", "articles/b/")])) == ["alias-taken"]
    assert codes(plan((), live, [Wish("1/", "2/")])) == ["redirect-to-nowhere"]
    twice = [Wish("1/", "articles/a/"), Wish("1/", "articles/b/")]
    assert codes(plan((), live, twice)) == ["alias-twice"]
    assert plan((), live, [Wish("1/", "https://example.org/")]).problems == []


def test_a_possible_alias_is_silent_where_nothing_was() -> None:
    found = plan((), [post("a", "1")], [Wish("articles/a/", "x/", possible=True)])
    assert (found.redirects, codes(found)) == ({}, [])


def test_an_id_that_changes_in_place_is_told() -> None:
    assert codes(plan([post("a", "1")], [post("a", "2")])) == ["changed-id"]
    assert codes(plan([post("a", "1")], [Entry("articles/a/", "post")])) == ["changed-id"]


def test_two_posts_may_exchange_their_addresses() -> None:
    found = plan([post("a", "1"), post("b", "2")], [post("b", "1"), post("a", "2")])
    assert (found.redirects, codes(found)) == ({}, [])


def test_a_tag_that_no_post_bears_any_more_is_gone() -> None:
    found = plan([Entry("mots/vieux/", "tag")])
    assert (found.gone, codes(found)) == ({"mots/vieux/"}, [])


def test_every_format_says_the_same() -> None:
    found = Plan({"vieux/": "neuf/", "café/": "https://example.org/"}, {"parti/"})
    files = {
        name: data.decode().split("\n")[1:-1] for name, data in render_all(found, "/blog").items()
    }
    assert files["_redirects"] == [
        "/blog/caf%C3%A9/ https://example.org/ 301!",
        "/blog/vieux/ /blog/neuf/ 301!",
        "/blog/parti/ /blog/410.html 410!",
        "/blog/caf%C3%A9/ https://example.org/ 301",
        "/blog/vieux/ /blog/neuf/ 301",
    ]
    moved = [
        '"/blog/café/" "https://example.org/"',
        '"/blog/café" "https://example.org/"',
        '"/blog/vieux/" "/blog/neuf/"',
        '"/blog/vieux" "/blog/neuf/"',
    ]
    assert files[".server/caddy.map"] == moved
    assert files[".server/nginx.map"] == [f"{line};" for line in moved]
    assert {name for name in files if name.startswith((".server/moved", ".server/gone"))} == {
        ".server/moved/blog/café/.moved",
        ".server/moved/blog/vieux/.moved",
        ".server/gone/blog/parti/.gone",
    }


def test_no_server_gets_one_address_twice() -> None:
    """nginx compares without case, and refuses to start with two entries for one."""
    found = Plan({"a/": "x/", "a": "y/", "A/": "z/", "b": "x/"}, {"b/"})
    lines = render_all(found, "")[".server/nginx.map"].decode().split("\n")[1:-1]
    assert lines == ['"/A/" "/z/";', '"/a" "/y/";', '"/b" "/x/";']


def test_what_servers_would_read_as_their_own_is_written_so_that_they_do_not() -> None:
    found = Plan({'q"\\{$x}': "to/{$y}", "star*/": "x/", "with:colon": "x/"})
    files = {name: data.decode() for name, data in render_all(found, "").items()}
    assert '"/q\\"\\\\{$x}" "/to/%7B%24y%7D";' in files[".server/nginx.map"]
    assert '"/q\\"\\\\\\{$x\\}" "/to/%7B$y%7D"' in files[".server/caddy.map"]
    assert "star" not in files["_redirects"]
    assert "colon" not in files["_redirects"]
