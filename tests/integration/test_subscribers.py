"""Subscribers before and after what an author does: nothing twice, nothing lost.

«the reader simulation over rename, re-date, domain move, correction, topic merge, deletion,
rollback shows no duplicate and no loss»
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.laying import SITES, Site, lay_site
from tests.reading import Reader

FEEDS = (
    *("rss.xml", "atom.xml", "feed.json"),
    *("sujets/robots/rss.xml", "sujets/robots/atom.xml", "auteurs/samuguru/feed.json"),
)
TOPIC = "---\nlibellé: Robots\ndescription: Des machines.\nteinte: 10\n---\n"


def post(number: int, more: str = "", topic: str = "Robots", date: str = "") -> str:
    return (
        f"---\ntitre: Article {number}\ndate: {date or f'2026-02-0{number}'}\n"
        f"sujets: [{topic}]\nid: 22222222-2222-4222-8222-22222222222{number}\n{more}---\nTexte.\n"
    )


def publish(site: Site, siteurl: str = "https://one.example") -> None:
    done = site.publish(AS_OF="2026-06-01T00:00:00+02:00", SITEURL=siteurl)
    assert done.returncode == 0, done.stderr


@dataclass
class World:
    """A published site, and readers that have polled each of its kinds of feeds."""

    site: Site
    readers: dict[str, Reader]

    def write(self, number: int, text: str, name: str = "") -> Path:
        return self.site.write(f"content/articles/{name or f'post-{number}'}.md", text)

    def news(self, siteurl: str = "https://one.example") -> dict[str, list[str]]:
        """Publish; what each reader shows as new."""
        publish(self.site, siteurl)
        return {name: reader.poll(self.site) for name, reader in self.readers.items()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = lay_site(tmp_path_factory.mktemp("first"), SITES / "minimal")
    site.write("content/topics/robots.md", TOPIC)
    for number in (1, 2, 3):
        site.write(f"content/articles/post-{number}.md", post(number))
    publish(site)
    return site


@pytest.fixture
def world(first: Site, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(first.root, tmp_path / "site", symlinks=True)
    world = World(Site(tmp_path / "site"), {name: Reader(name) for name in FEEDS})
    for reader in world.readers.values():
        assert "Article 3" in reader.poll(world.site)
    yield world
    # Whatever was done, who subscribes to the same address gets what the site has.
    for name in FEEDS:
        Reader(name).poll(world.site)


def nothing(world: World) -> dict[str, list[str]]:
    return {name: [] for name in world.readers}


def test_an_unchanged_site_says_nothing_new_and_not_a_byte_differs(world: World) -> None:
    """«Two builds of one input are byte-identical.»"""
    before = {name: (world.site.root / "public" / name).read_bytes() for name in FEEDS}
    assert world.news() == nothing(world)
    after = {name: (world.site.root / "public" / name).read_bytes() for name in FEEDS}
    assert before == after


def test_a_new_post_is_shown_once(world: World) -> None:
    world.write(4, post(4))
    assert world.news() == {name: ["Article 4"] for name in world.readers}
    assert world.news() == nothing(world)


def test_rename(world: World) -> None:
    """«Changing title, slug, date, category, file name or SITEURL leaves it alone.»"""
    (world.site.content / "articles/post-2.md").unlink()
    world.write(2, post(2).replace("Article 2", "Un autre titre"), name="autre-nom")
    assert world.news() == nothing(world)
    assert all("Un autre titre" in r.shown(world.site) for r in world.readers.values())


def test_re_date(world: World) -> None:
    world.write(2, post(2, date="2026-03-04"))
    assert world.news() == nothing(world)


def test_a_change_of_topic(world: World) -> None:
    world.write(2, post(2, topic="Robots, IA"))
    assert world.news() == nothing(world)


def test_domain_move(world: World) -> None:
    assert world.news("https://two.example/blog") == nothing(world)


def test_correction(world: World) -> None:
    """«none makes an item unread again unless `resend: true`»."""
    kinds = "corrections:\n  - {date: 2026-04-01, genre: %s, texte: Un mot.%s}\n"
    atom = world.site.root / "public" / "atom.xml"
    before = atom.read_bytes().count(b"2026-04-01")
    corrections = Reader("corrections/rss.xml")
    assert corrections.poll(world.site) == []
    world.write(2, post(2, kinds % ("coquille", "")))
    assert world.news() == nothing(world)
    assert corrections.poll(world.site) == ["Coquille\u00a0: Article 2"]
    assert atom.read_bytes().count(b"2026-04-01") == before
    world.write(2, post(2, kinds % ("erreur", "")))
    assert world.news() == nothing(world)
    assert atom.read_bytes().count(b"<updated>2026-04-01") == 2
    world.write(2, post(2, kinds % ("erreur", ", renvoyer: oui")))
    assert world.news() == {name: ["Article 2"] for name in world.readers}
    assert world.news() == nothing(world)
    assert corrections.poll(world.site) == [], "what is sent again is the post alone"


def test_dates_to_come_wait_for_their_day(world: World) -> None:
    """«never in the future»: neither a change nor a correction is said before its day."""
    kinds = "corrections:\n  - {date: 2026-07-01, genre: erreur, texte: Un chiffre.}\n"
    world.write(2, post(2, f"modifié: 2099-01-01\n{kinds}"))
    done = world.site.publish(AS_OF="2026-06-01T00:00:00+02:00", SITEURL="https://one.example")
    assert done.returncode == 0, done.stderr
    for line, date in ((6, "2099-01-01"), (7, "2026-07-01")):
        assert f"post-2.md:{line}: avertissement [later-date]" in done.stdout
        assert date in done.stdout
    public = world.site.root / "public"
    for name in ("rss.xml", "atom.xml", "feed.json", "corrections/atom.xml"):
        text = (public / name).read_text("utf-8")
        assert "2099" not in text
        assert "2026-07" not in text
        assert "Jul 2026" not in text
    assert "Un chiffre" not in (public / "articles/post-2/index.html").read_text("utf-8")
    done = world.site.publish(AS_OF="2026-07-02", SITEURL="https://one.example")
    assert done.returncode == 0, done.stderr
    assert "<updated>2026-07-01" in (public / "atom.xml").read_text("utf-8")


def test_topic_merge(world: World) -> None:
    (world.site.content / "topics/robots.md").unlink()
    topic = world.site.content / "topics/ia.md"
    topic.write_text(topic.read_text("utf-8").replace("I.A.]", "I.A., Robots]"), "utf-8")
    news = world.news()
    for name, new in news.items():
        # The other topic's posts are news to who followed this one alone; none comes back.
        assert new == (["Bonjour"] if name.startswith("sujets/robots/") else []), name
    assert world.readers["sujets/robots/rss.xml"].address == "sujets/ia/rss.xml"
    assert all("Article 1" in reader.shown(world.site) for reader in world.readers.values())


def test_deletion(world: World) -> None:
    world.write(2, post(2, "statut: retiré\n"))
    assert world.news() == nothing(world)
    for reader in world.readers.values():
        assert "Article 2" not in reader.shown(world.site)
        assert {"Article 1", "Article 3"} <= reader.shown(world.site)


def test_rollback(world: World) -> None:
    saved = world.site.root / "saved"
    shutil.copytree(world.site.content / "articles", saved)
    (world.site.content / "articles/post-2.md").unlink()
    world.write(2, post(2), name="renomme")
    world.write(4, post(4))
    assert world.news() == {name: ["Article 4"] for name in world.readers}
    shutil.rmtree(world.site.content / "articles")
    shutil.copytree(saved, world.site.content / "articles")
    refused = world.site.publish(AS_OF="2026-06-01")
    assert "[vanished-address]" in refused.stderr, "what was read cannot vanish unsaid"
    world.write(4, post(4, "statut: retiré\n"))
    assert world.news() == nothing(world)
    assert all("Article 2" in reader.shown(world.site) for reader in world.readers.values())


def test_make_rollback(world: World) -> None:
    """The command itself: the edition before is online again, and then the next one."""
    (world.site.content / "articles/post-2.md").unlink()
    world.write(2, post(2), name="renomme")
    world.write(4, post(4))
    assert world.news() == {name: ["Article 4"] for name in world.readers}
    assert world.site.desk("rollback").returncode == 0
    for reader in world.readers.values():
        assert reader.poll(world.site) == []
        assert "Article 2" in reader.shown(world.site)
        assert "Article 4" not in reader.shown(world.site)
    assert world.news() == nothing(world)
    assert all("Article 4" in reader.shown(world.site) for reader in world.readers.values())
