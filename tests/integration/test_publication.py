"""Publishing and taking back, as the author does and as subscribers see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import feedparser

from plugins.ledger import parse_ledger
from tests.laying import Site
from tests.reading import Reader

MakeSite = Callable[..., Site]
NOON = {"AS_OF": "2026-06-01T12:00:00+02:00", "SITEURL": "https://samuguru.example"}


def post(title: str, number: int, more: str = "", date: str = "2026-02-01") -> str:
    name = f"{number:08}-0000-4000-8000-000000000000"
    return f"---\ntitre: {title}\ndate: {date}\nid: {name}\n{more}---\nLe texte de {title}.\n"


def desk(site: Site, *arguments: str, code: int = 0, **environment: str) -> str:
    done = site.desk(*arguments, **{**NOON, **environment})
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def ids(site: Site) -> list[str]:
    return [entry.id for entry in feedparser.parse(site.root / "public/rss.xml").entries]


def test_a_publication_is_taken_back_and_nobody_gets_a_post_twice(make_site: MakeSite) -> None:
    site = make_site("minimal")
    assert "L’édition 1 est en ligne dans public/." in desk(site, "publish")
    subscriber = Reader("rss.xml")
    subscriber.poll(site)
    first = (site.root / "public/rss.xml").read_bytes()
    file = site.write("content/articles/fausse-note.md", post("Fausse note", 1))
    assert "L’édition 2 est en ligne" in desk(site, "publish")
    assert subscriber.poll(site) == ["Fausse note"]
    second = (site.root / "public/rss.xml").read_bytes()
    ledger = (site.content / "permalinks.json").read_bytes()

    said = desk(site, "rollback")
    assert "L’édition 1 est de nouveau en ligne." in said
    assert "    /articles/fausse-note/" in said
    assert (site.root / "public/rss.xml").read_bytes() == first
    assert subscriber.poll(site) == []
    assert (site.content / "permalinks.json").read_bytes() == ledger, "it was seen"

    # A post that was published cannot just be thrown away, taken back or not.
    text = file.read_text("utf-8")
    file.unlink()
    assert "[vanished-address]" in desk(site, "publish", code=1)
    file.write_text(text, "utf-8")
    assert "L’édition 3 est en ligne" in desk(site, "publish")
    assert (site.root / "public/rss.xml").read_bytes() == second
    assert subscriber.poll(site) == [], "the same post, by its id"
    assert len(ids(site)) == len(set(ids(site))) == 2

    listed = desk(site, "editions").splitlines()
    assert [line.split()[0] for line in listed] == ["3", "2", "1"]
    assert "articles\u00a0: 2" in listed[0]
    assert listed[0].endswith("en ligne")
    desk(site, "rollback", "--to", "1")
    assert "[no-edition]" in desk(site, "rollback", code=1)
    assert "[no-edition]" in desk(site, "rollback", "--to", "9", code=1)


def test_a_day_without_news_makes_no_edition(make_site: MakeSite) -> None:
    """The timer runs every morning: five quiet days must not push the editions before out."""
    site = make_site("minimal")
    desk(site, "publish")
    before = (site.root / "public").resolve()
    said = desk(site, "publish", AS_OF="2026-06-02T12:00:00+02:00")
    assert "Rien n’a changé" in said
    assert (site.root / "public").resolve() == before
    assert [path.name for path in (site.root / ".public.editions").glob("[0-9]*")] == ["0001"]


def test_a_fault_leaves_what_is_online(make_site: MakeSite) -> None:
    site = make_site("minimal")
    desk(site, "publish")
    page = (site.root / "public/index.html").read_bytes()
    site.write("content/articles/essai.md", "---\ntitre: Sans date\n---\nTexte.\n")
    assert "Le site précédent est intact." in desk(site, "publish", code=1)
    assert (site.root / "public/index.html").read_bytes() == page
    assert {path.name for path in (site.root / ".public.editions").iterdir()} == {"0001", ".lock"}


def test_unchanged_files_keep_what_servers_know_of_them(make_site: MakeSite) -> None:
    site = make_site("minimal")
    desk(site, "publish")
    public = site.root / "public"
    known = {path.relative_to(public): path.stat() for path in public.rglob("*") if path.is_file()}
    site.write("content/articles/neuf.md", post("Neuf", 2))
    desk(site, "publish")
    now = {name: (public / name).stat() for name in known if (public / name).exists()}
    same = [name for name, stat in now.items() if stat.st_ino == known[name].st_ino]
    assert Path("a-propos/index.html") in same
    assert Path("a-propos/index.html.br") in same
    assert Path("rss.xml") not in same
    assert all(now[name].st_mtime == known[name].st_mtime for name in same)
    later = [name for name in now if name not in same and name.name != ".edition"]
    assert all(int(now[name].st_mtime) > int(known[name].st_mtime) for name in later)


def test_a_day_is_rehearsed_beside_what_is_online(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.write("content/articles/demain.md", post("Demain", 3, date="2026-12-01 14:30"))
    site.write("content/articles/idee.md", post("Idée", 4, "statut: brouillon\n"))
    desk(site, "publish")
    online, ledger = (site.root / "public").readlink(), site.content / "permalinks.json"
    before = ledger.read_bytes()
    for words in ("2026-12-01", "1er décembre 2026", "1/12/2026"):
        said = desk(site, "publish", "--date", words)
        assert "rehearsal/2026-12-01/" in said, words
    rehearsed = site.root / "rehearsal/2026-12-01"
    assert (rehearsed / "articles/demain/index.html").is_file()
    assert not (rehearsed / "articles/idee").exists()
    desk(site, "publish", "--date", "2026-12-01 9h00")
    assert not (rehearsed / "articles/demain").exists()
    assert (site.root / "public").readlink() == online
    assert not (site.root / "public/articles/demain").exists()
    assert ledger.read_bytes() == before, "no reader saw that day"
    assert "[invalid-date]" in desk(site, "publish", "--date", "bientôt", code=1)


def test_addresses_are_known_even_if_the_ledger_could_not_be_written(make_site: MakeSite) -> None:
    """Readers saw the edition; then the publication was ended before it wrote that down."""
    site = make_site("minimal")
    file = site.write("content/articles/vu.md", post("Vu", 5))
    desk(site, "publish")
    (site.content / "permalinks.json").unlink()
    file.rename(site.content / "articles/revu.md")
    desk(site, "publish")
    entries = parse_ledger((site.content / "permalinks.json").read_text("utf-8"))
    assert {"articles/vu/", "articles/revu/"} <= {entry.address for entry in entries}
    assert "/articles/vu/ /articles/revu/ 301" in (site.root / "public/_redirects").read_text()


def test_doubts_are_told_and_counted_but_stop_nothing(make_site: MakeSite) -> None:
    site = make_site("minimal")
    words = " ".join(f"Ecole {number}." for number in range(30))
    text = "\n\n".join(f"Une Ecole et un coeur, encore {number}. {words}" for number in range(9))
    site.write("content/articles/doutes.md", post("Doutes", 6) + text + "\n")
    said = desk(site, "publish")
    assert "avertissement [" in said
    assert "doutes.md:" in said
    assert "L’édition 1 est en ligne" in said
    assert said.count("avertissement [") <= 10


def test_a_link_of_the_authors_own_is_not_replaced(make_site: MakeSite) -> None:
    site = make_site("minimal")
    (site.root / "www").mkdir()
    (site.root / "public").symlink_to("www")
    assert "[foreign-output]" in desk(site, "publish", code=1)
    assert (site.root / "public").readlink() == Path("www")
