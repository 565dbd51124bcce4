"""Publishing remembers every address, and refuses to lose one."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import html as lxml_html

from plugins.identity import fallback_id
from plugins.ledger import Entry, parse_ledger, render_ledger
from tests.laying import Site

MakeSite = Callable[..., Site]
AS_OF = "2026-06-01T00:00:00+02:00"
ID = "22222222-2222-4222-8222-222222222222"


def post(title: str, more: str = "", name: str = ID) -> str:
    return f"---\ntitre: {title}\ndate: 2026-02-01\nsujets: [IA]\nid: {name}\n{more}---\nTexte.\n"


def publish(site: Site) -> str:
    done = site.publish(AS_OF=AS_OF, SITEURL="https://old.example")
    assert done.returncode == 0, done.stderr
    return done.stdout


def refuse(site: Site) -> str:
    ledger = (site.content / "permalinks.json").read_bytes()
    done = site.publish(AS_OF=AS_OF, SITEURL="https://old.example")
    assert done.returncode == 1
    assert (site.content / "permalinks.json").read_bytes() == ledger
    return done.stderr


def read(site: Site, name: str) -> str:
    return (site.root / "public" / name).read_text("utf-8")


def test_a_publication_writes_the_ledger_and_a_preview_or_a_failure_does_not(
    make_site: MakeSite,
) -> None:
    site = make_site("minimal")
    ledger = site.content / "permalinks.json"
    assert site.build().returncode == 0
    site.write("content/articles/essai.md", "---\ntitre: Sans date\n---\nTexte.\n")
    assert site.publish(AS_OF=AS_OF).returncode == 1
    assert not ledger.exists()
    (site.content / "articles/essai.md").unlink()
    publish(site)
    entries = {one.address: one for one in parse_ledger(ledger.read_text("utf-8"))}
    assert entries["articles/bonjour/"].id == "urn:uuid:11111111-1111-4111-8111-111111111111"
    assert {"a-propos/", "sujets/ia/", "sujets/ia/atom.xml", "auteurs/samuguru/"} <= set(entries)
    before = ledger.read_bytes()
    publish(site)
    assert ledger.read_bytes() == before


def test_a_renamed_post_leaves_a_redirect_in_all_formats(make_site: MakeSite) -> None:
    site = make_site("minimal")
    first = site.write("content/articles/premier.md", post("Premier"))
    publish(site)
    first.rename(site.content / "articles/second.md")
    publish(site)
    page = lxml_html.fromstring(read(site, "articles/premier/index.html").encode())
    target = "https://old.example/articles/second/"
    assert page.xpath("//link[@rel='canonical']/@href") == [target]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    public = site.root / "public"
    line = "/articles/premier/ /articles/second/ 301"
    assert line in (public / "_redirects").read_text("utf-8")
    entry = '"/articles/premier/" "/articles/second/"'
    for name, end in ((".server/nginx.map", ";"), (".server/caddy.map", "")):
        lines = (public / name).read_text("utf-8").split("\n")
        assert f"{entry}{end}" in lines
        assert f"{entry.replace('premier/', 'premier')}{end}" in lines, "one step without a slash"


def test_a_deleted_post_stops_the_publication_until_a_tombstone_or_an_alias(
    make_site: MakeSite,
) -> None:
    site = make_site("minimal")
    file = site.write("content/articles/premier.md", post("Premier"))
    publish(site)
    file.unlink()
    said = refuse(site)
    assert "[vanished-address] L’adresse publiée /articles/premier/" in said
    assert "statut: retiré" in said
    site.write("content/articles/premier.md", post("Premier", "statut: retiré\n"))
    publish(site)
    assert "a été retirée" in read(site, "articles/premier/index.html")
    assert (site.root / "public/.server/gone/articles/premier/.gone").is_file()
    assert "Premier" not in read(site, "rss.xml")
    file.unlink()
    other = post("Autre", "alias: /articles/premier/\n", ID.replace("2", "3"))
    site.write("content/articles/autre.md", other)
    publish(site)
    assert "https://old.example/articles/autre/" in read(site, "articles/premier/index.html")


def test_an_old_address_may_come_from_an_earlier_site(make_site: MakeSite) -> None:
    site = make_site("minimal")
    more = "anciennes_adresses: [/2019/03/premier.html, https://wp.example/premier/]\n"
    site.write("content/articles/premier.md", post("Premier", more))
    publish(site)
    for name in ("2019/03/premier.html", "premier/index.html"):
        assert "https://old.example/articles/premier/" in read(site, name)


def test_old_addresses_of_feeds_redirect_permanently(make_site: MakeSite) -> None:
    """«Old addresses (`/feed/`, `/feed.xml`, `/feeds/all.atom.xml`, WordPress's) redirect.»"""
    site = make_site("minimal")
    publish(site)
    lines = (site.root / "public/_redirects").read_text("utf-8").split("\n")
    assert {
        "/feed/ /rss.xml 301",
        "/feed.xml /rss.xml 301",
        "/feed/atom/ /atom.xml 301",
        "/feed/rss2/ /rss.xml 301",
        "/feed/rdf/ /rss.xml 301",
        "/comments/feed/ /commentaires/rss.xml 301",
        "/feeds/all.atom.xml /atom.xml 301",
        "/feeds/rss.xml /rss.xml 301",
    } <= set(lines)
    assert "https://old.example/rss.xml" in read(site, "feed/index.html")


def test_a_host_that_knows_no_redirects_has_the_feed_itself_at_its_old_address(
    make_site: MakeSite,
) -> None:
    """A reader follows no page: it is given the same items, ids, and the feed's new address."""
    site = make_site("minimal")
    publish(site)
    for old, new in (("feed.xml", "rss.xml"), ("feeds/all.atom.xml", "atom.xml")):
        assert read(site, old) == read(site, new)
        assert f'href="https://old.example/{new}" rel="self"' in read(site, old)
    for old, new, kind in (
        ("feed/index.html", "rss.xml", "rss+xml"),
        ("feed/atom/index.html", "atom.xml", "atom+xml"),
    ):
        (found,) = lxml_html.fromstring(read(site, old)).xpath("//link[@rel='alternate']")
        assert found.get("href") == f"https://old.example/{new}"
        assert found.get("type") == f"application/{kind}"


def test_a_merged_topic_leads_to_the_one_that_has_its_name(make_site: MakeSite) -> None:
    """With its feeds, and the archives of what these no longer show."""
    site = make_site("minimal")
    site.configure('FEEDS["limit"] = 1')
    topic = "---\nlibellé: Robots\ndescription: Des machines.\nteinte: 10\n---\n"
    file = site.write("content/topics/robots.md", topic)
    for date in ("2025-11-02", "2025-08-02", "2026-02-03"):
        text = post(date, name=f"22222222-2222-4222-8222-0000{date.replace('-', '')}")
        text = text.replace("date: 2026-02-01", f"date: {date}").replace("[IA]", "[Robots]")
        site.write(f"content/articles/robots-{date}.md", text)
    publish(site)
    archive = "sujets/robots/atom/2025-4.xml"
    ledger = parse_ledger((site.content / "permalinks.json").read_text("utf-8"))
    entries = {one.address: one for one in ledger}
    assert entries[archive].kind == "archive"
    assert entries[archive].id == entries["sujets/robots/atom.xml"].id
    file.unlink()
    assert "/sujets/robots/rss.xml" in refuse(site)
    ia = site.content / "topics/ia.md"
    ia.write_text(ia.read_text("utf-8").replace("[AI, I.A.]", "[AI, I.A., Robots]"), "utf-8")
    publish(site)
    lines = read(site, "_redirects")
    assert "/sujets/robots/ /sujets/ia/ 301" in lines
    assert "/sujets/robots/atom.xml /sujets/ia/atom.xml 301" in lines
    assert f"/{archive} /sujets/ia/atom/2025-4.xml 301" in lines
    assert read(site, archive) == read(site, "sujets/ia/atom/2025-4.xml"), "for hosts without"
    site.configure('FEEDS["limit"] = 50')
    publish(site)
    for old in ("sujets/robots/atom/2025-4.xml", "sujets/ia/atom/2025-3.xml"):
        assert f"/{old} /sujets/ia/atom.xml 301" in read(site, "_redirects")
        assert read(site, old) == read(site, "sujets/ia/atom.xml")
    assert "/atom/2025-4.xml /atom.xml 301" in read(site, "_redirects")


def test_a_renamed_topic_keeps_the_id_of_its_feeds_and_a_post_what_lies_beside_it(
    make_site: MakeSite,
) -> None:
    """RFC 4287, 4.2.6: an id is permanent, though the feed were relocated."""

    def ids(name: str) -> list[str]:
        return re.findall(r"<id>(.*?)</id>", read(site, name))

    site = make_site("minimal")
    topic = "---\nlibellé: Robots\ndescription: Des machines.\nteinte: 10\n%s---\n"
    file = site.write("content/topics/robots.md", topic % "")
    index = site.write(
        "content/articles/un/index.md", post("Un") + '<audio src="{attach}son.mp3"></audio>'
    )
    site.write("content/articles/un/son.mp3", "ID3")
    publish(site)
    before = ids("sujets/robots/atom.xml")
    file.unlink()
    site.write("content/topics/machines.md", topic % "former_slugs: [robots]\n")
    index.parent.rename(site.content / "articles/deux")
    publish(site)
    assert ids("sujets/machines/atom.xml") == before
    lines = read(site, "_redirects").split("\n")
    assert "/sujets/robots/atom.xml /sujets/machines/atom.xml 301" in lines
    assert "/articles/un/son.mp3 /articles/deux/son.mp3 301" in lines
    publish(site)
    assert ids("sujets/machines/atom.xml") == before, "the ledger knows it there, too"


def test_an_id_that_changes_in_place_stops_the_publication(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.write("content/articles/premier.md", post("Premier"))
    publish(site)
    site.write("content/articles/premier.md", post("Premier", name=ID.replace("2", "4")))
    assert "[changed-id]" in refuse(site)


def test_a_post_without_an_id_is_not_published_and_finds_the_one_it_had_before(
    make_site: MakeSite,
) -> None:
    """«A post without one is given one by `make check`'s fixer, never silently at each build.»"""
    site = make_site("minimal")
    publish(site)
    # As an earlier edition left it, whose feeds gave the post the id that they make of its slug.
    old = Entry("articles/vieux/", "post")
    ledger = site.content / "permalinks.json"
    known = parse_ledger(ledger.read_text("utf-8"))
    ledger.write_bytes(render_ledger([*known, old]))
    text = post("Premier", "alias: /articles/vieux/\n").replace(f"id: {ID}\n", "")
    file = site.write("content/articles/premier.md", text)
    assert "premier.md:1: erreur [missing-id]" in refuse(site)
    site.desk("check", "--fix", "--yes", AS_OF=AS_OF)
    assert f"id: {fallback_id('vieux').removeprefix('urn:uuid:')}" in file.read_text("utf-8")
    publish(site)
    assert f'<guid isPermaLink="false">{fallback_id("vieux")}</guid>' in read(site, "rss.xml")


def test_a_loop_and_a_broken_ledger_are_told(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.configure('PERMALINKS["redirects"] = {"/a/": "/b/", "/b/": "/a/"}')
    site.write("content/permalinks.json", '[{"ledger": 1}\n<<<<<<< HEAD\n]\n')
    done = site.publish(AS_OF=AS_OF)
    assert done.returncode == 1
    assert "[redirect-loop]" in done.stderr
    assert "content/permalinks.json:2: erreur [invalid-ledger]" in done.stderr
