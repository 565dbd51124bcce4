"""`make check` over a whole site: its formats, its exit status, its repairs on disk."""

from __future__ import annotations

import json

from tests.laying import Site
from tests.unit.images.making import jpeg

POST = "content/articles/coeur.md"
TEXT = "---\ntitle: Le cœur\ndate: 2026-01-02\nsummary: Un cœur.\n---\nLe coeur, la 3ème fois.\n"


def lay(make_site, text: str = TEXT) -> Site:
    site = make_site("minimal")
    site.write(POST, text)
    return site


def codes(site: Site, *arguments: str) -> list[tuple[str, int]]:
    done = site.desk("check", "--format", "json", *arguments)
    found = json.loads(done.stdout)["problems"]
    return [(p["code"], p["line"]) for p in found if p["path"] == POST and p["severity"] != "note"]


def test_a_check_tells_repairs_and_then_has_nothing_to_tell(make_site) -> None:
    site = lay(make_site)
    site.desk("build")
    before = site.page("rss.xml")
    assert codes(site) == [("missing-id", 1), ("missing-ligature", 6), ("long-ordinal", 6)]

    done = site.desk("check", "--fix")
    assert "-Le coeur, la 3ème fois.\n+Le cœur, la 3e fois.\n" in done.stdout
    assert "Réparé\u00a0: content/articles/coeur.md." in done.stdout
    assert done.returncode == 0
    assert codes(site) == []
    again = site.desk("check", "--fix")
    assert "Rien à réparer." in again.stdout

    # No subscriber is shown the post again.
    site.desk("build")
    guids = [part.split("</guid>")[0] for part in before.split("<guid")[1:]]
    assert [part.split("</guid>")[0] for part in site.page("rss.xml").split("<guid")[1:]] == guids


def test_an_error_is_the_exit_status_and_an_annotation(make_site) -> None:
    site = lay(make_site, TEXT.replace("Le coeur", "Voir [a](https//b.fr), le coeur"))
    done = site.desk("check", "--format", "github")
    assert done.returncode == 1
    assert f"::error file={POST},line=6,col=6,title=malformed-address::" in done.stdout
    assert (
        f"::warning file={POST},line=6,col=27,title=missing-ligature::«\u00a0coeur\u00a0»"
        in done.stdout
    )
    assert "%0A→ " in done.stdout
    assert "\x1b" not in done.stdout


def test_a_picture_that_no_text_shows_is_looked_at_too(make_site) -> None:
    site = lay(make_site)
    site.write("content/articles/photo/index.md", TEXT + "\n![Un pont](ici.jpg)\n")
    for name in ("articles/photo/ici.jpg", "articles/photo/oubliee.jpg", "images/vieille.jpg"):
        (site.content / name).parent.mkdir(parents=True, exist_ok=True)
        (site.content / name).write_bytes(jpeg())

    def told() -> list[tuple[str, int | None]]:
        found = json.loads(site.desk("check", "--format", "json").stdout)["problems"]
        return [(p["path"], p["line"]) for p in found if p["code"] == "picture-position"]

    assert told() == [
        ("content/articles/photo/index.md", 8),
        ("content/articles/photo/oubliee.jpg", None),
        ("content/images/vieille.jpg", None),
    ]
    site.configure('CHECKS = {"silenced": ["picture-position"]}')
    assert told() == []


def test_silences_of_the_configuration_and_of_a_text(make_site) -> None:
    site = lay(make_site, TEXT.replace("summary", "taire: [long-ordinal]\nsummary"))
    site.configure('CHECKS = {"silenced": ["missing-ligature"]}')
    assert codes(site) == [("missing-id", 1)]
    site.configure('CHECKS = {"silenced": ["missing-ligatur"]}')
    done = site.desk("check")
    assert done.returncode == 1
    last = (site.root / "pelicanconf.py").read_text().count("\n")
    assert f"pelicanconf.py:{last}: erreur [unknown-silence]" in done.stdout


def test_restricted_html_stops_a_build_at_its_line(make_site) -> None:
    site = lay(make_site, TEXT + "\n<script>alert(1)</script>\n")
    others = ("content/authors/samuguru.md", "content/topics/ia.md", "content/pages/a-propos.md")
    for name in others:
        text = (site.root / name).read_text("utf-8").rstrip()
        site.write(name, f"{text}\n\n<iframe src=/x></iframe>\n")
    assert site.desk("build").returncode == 0
    site.configure('POSTS = {"html": "safe"}')
    done = site.desk("build")
    assert done.returncode == 1
    assert f"{POST}:8:1: erreur [refused-html] «\u00a0<script>\u00a0»" in done.stderr
    for name in others:
        line = (site.root / name).read_text("utf-8").count("\n")
        said = f"{name}:{line}:1: erreur [refused-html] «\u00a0<iframe>\u00a0»"
        assert said in done.stderr, "bios and topics are texts, too"


def test_an_id_that_the_file_lost_comes_back_from_the_ledger(make_site) -> None:
    site = lay(make_site, TEXT.replace("summary", "id: urn:example:coeur\nsummary"))
    assert site.publish(SITEURL="https://a.example").returncode == 0
    site.write(POST, TEXT)
    site.desk("check", "--fix")
    assert "\nid: urn:example:coeur\n---" in (site.root / POST).read_text("utf-8")
