"""Pictures from the author's folder to the reader's page, and what never gets there."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import feedparser
import html5lib
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.laying import SITES, Site, lay_site
from tests.unit.images import making

MakeSite = Callable[..., Site]
GOLDEN = {"SITEURL": "https://golden.example/blog", "AS_OF": "2026-06-01T00:00:00+02:00"}
POST = """---
titre: Des images
date: 3 janvier 2026
auteurs: [samuguru, bitmap]
sujets: [IA]
id: 22222222-2222-4222-8222-222222222222
image: couverture.jpg
image_alt: Une couverture
---
Une phrase.

![Une photo](photo.jpg "Sa *légende*.")

![Un mouvement](anime.gif)

![Un dessin](dessin.svg)

![Un panorama](panorama.jpg)

<figure><img src="brute.jpg" alt="Une brute"><figcaption>En HTML.</figcaption></figure>

Un [fichier](plan.png) à télécharger, ![et une](petite.png) dans la ligne.
"""
AUTHOR = "---\nname: Bitmap\nbio: Une autrice.\nportrait: bitmap.jpg\nportrait_alt: Elle\n---\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><!-- /home/moi --></svg>'


def lay_pictures(site: Site) -> Site:
    """The pictures of one post and one portrait; the cache is not the one that tests share."""
    site.configure('IMAGES = {"cache": "images.cache"}')
    folder = site.write("content/articles/images/index.md", POST).parent
    (folder / "couverture.jpg").write_bytes(making.jpeg(900, 500))
    (folder / "photo.jpg").write_bytes(making.jpeg(700, 500, orientation=6))
    (folder / "brute.jpg").write_bytes(making.jpeg(700, 500))
    (folder / "panorama.jpg").write_bytes(making.jpeg(1700, 300))
    (folder / "anime.gif").write_bytes(making.gif())
    (folder / "dessin.svg").write_bytes(SVG)
    (folder / "plan.png").write_bytes(making.png(300, 200))
    (folder / "petite.png").write_bytes(making.png(60, 40))
    site.write("content/authors/bitmap.md", AUTHOR)
    (site.content / "authors/bitmap.jpg").write_bytes(making.jpeg(800, 800))
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    laid = lay_pictures(lay_site(tmp_path_factory.mktemp("pictures"), SITES / "minimal"))
    done = laid.publish(**GOLDEN)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return laid


@pytest.fixture(scope="module")
def edition(site: Site) -> Path:
    return site.root / "public"


def page_of(edition: Path, address: str = "articles/images") -> html5lib.treebuilders.etree:
    text = (edition / address / "index.html").read_text("utf-8")
    return html5lib.parse(text, namespaceHTMLElements=False)


def pictures_of(edition: Path) -> dict[str, tuple[dict[str, str], list[dict[str, str]]]]:
    """Each picture of the post by its text: the attributes of the img, and of its sources."""
    page = page_of(edition)
    alone = {i.get("alt", ""): (dict(i.attrib), []) for i in page.iter("img")}
    within = {
        picture.find("img").get("alt", ""): (
            dict(picture.find("img").attrib),
            [dict(source.attrib) for source in picture.findall("source")],
        )
        for picture in page.iter("picture")
    }
    return {**alone, **within}


def served(edition: Path, address: str) -> Path:
    assert address.startswith("/blog/")
    return edition / address.removeprefix("/blog/")


def test_a_photograph_comes_upright_in_three_formats(edition: Path) -> None:
    image, sources = pictures_of(edition)["Une photo"]
    assert (image["width"], image["height"]) == ("500", "700")
    assert image["src"] == "/blog/articles/images/photo.jpg"
    assert image["loading"] == "lazy"
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    for offer in (image, *sources):
        assert offer["sizes"].endswith("54.5rem")
        for candidate in offer["srcset"].split(", "):
            address, width = candidate.split(" ")
            with Image.open(served(edition, address)) as opened:
                assert f"{opened.width}w" == width
                assert opened.height > opened.width


def test_a_picture_in_raw_html_is_shown_as_any_other(edition: Path) -> None:
    image, sources = pictures_of(edition)["Une brute"]
    assert (image["width"], image["height"], image["loading"]) == ("700", "500", "lazy")
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]


def test_the_cover_is_first_and_the_only_one_in_a_hurry(edition: Path) -> None:
    pictures = pictures_of(edition)
    assert pictures["Une couverture"][0]["fetchpriority"] == "high"
    assert "loading" not in pictures["Une couverture"][0]
    assert [alt for alt, (image, _) in pictures.items() if "fetchpriority" in image] == [
        "Une couverture"
    ]


def test_an_animation_moves_as_webp_unless_asked_not_to(edition: Path) -> None:
    image, (still, moving) = pictures_of(edition)["Un mouvement"]
    assert still["media"] == "(prefers-reduced-motion: reduce)"
    with Image.open(served(edition, moving["srcset"])) as opened:
        assert (opened.format, opened.n_frames) == ("WEBP", 3)
    assert b"secret" not in served(edition, image["src"]).read_bytes()


def test_a_drawing_has_its_size_and_no_comment(edition: Path) -> None:
    image, sources = pictures_of(edition)["Un dessin"]
    assert (image["width"], image["height"], sources) == ("400", "300", [])
    assert b"/home/moi" not in served(edition, image["src"]).read_bytes()


def test_a_picture_within_a_line_and_one_only_linked_to(edition: Path) -> None:
    image, sources = pictures_of(edition)["et une"]
    assert (image["width"], len(sources)) == ("60", 2)
    assert (edition / "articles/images/plan.png").is_file()
    assert not list(edition.glob("media/plan*"))


def test_no_file_of_the_edition_says_where_or_with_what_it_was_taken(edition: Path) -> None:
    names = [path for path in edition.rglob("*") if path.is_file()]
    assert len(names) > 20
    for path in names:
        data = path.read_bytes()
        assert not [word for word in (b"Spy camera", b"secret", b"/home/moi") if word in data], path
        if path.suffix in {".jpg", ".webp", ".avif", ".png"}:
            with Image.open(io.BytesIO(data)) as opened:
                assert not dict(opened.getexif()), path


def test_colours_keep_their_profile(edition: Path) -> None:
    derived = [p for p in edition.glob("media/photo-*") if p.suffix in {".jpg", ".avif", ".webp"}]
    assert len(derived) > 3
    for path in derived:
        with Image.open(path) as opened:
            assert opened.info["icc_profile"] == making.profile(), path


def test_a_portrait_is_a_picture_too(edition: Path) -> None:
    with Image.open(edition / "auteurs/bitmap/portrait.jpg") as opened:
        assert opened.size == (576, 576)


def test_the_feed_carries_plain_pictures_with_full_addresses(edition: Path) -> None:
    feed = feedparser.parse((edition / "rss.xml").read_bytes(), sanitize_html=False)
    text = feed.entries[0].content[0].value
    found = re.findall(r"<img[^>]+>", text)
    assert len(found) == 6
    sources = {alt: re.search('src="([^"]+)"', tag) for tag in found
               for alt in re.findall('alt="([^"]*)"', tag)}  # fmt: skip
    start = "https://golden.example/blog/"
    wide = sources.pop("Un panorama")
    assert wide
    with Image.open(edition / wide[1].removeprefix(start)) as opened:
        assert (opened.format, opened.width) == ("JPEG", 960)
    assert all(
        source and source[1].startswith(f"{start}articles/images/") for source in sources.values()
    )
    assert "<picture" not in text
    assert "srcset" not in text


def test_every_post_has_a_cover_and_a_card(edition: Path) -> None:
    page = page_of(edition, "articles/bonjour")
    cover = next(i for i in page.iter("img") if "u-featured" in i.get("class", ""))
    assert served(edition, cover.get("src")).stat().st_size <= 4096
    assert (cover.get("width"), cover.get("height"), cover.get("alt")) == ("1200", "675", "")
    cards = set()
    for address in ("articles/bonjour", "articles/images", "", "a-propos"):
        metas = {m.get("property") or m.get("name"): m.get("content") for m in
                 page_of(edition, address).iter("meta")}  # fmt: skip
        assert metas["twitter:card"] == "summary_large_image"
        path = metas["og:image"].removeprefix("https://golden.example")
        with Image.open(served(edition, path)) as opened:
            assert (opened.format, opened.size) == ("PNG", (1200, 630))
        cards.add(path)
    assert len(cards) == 3


def test_the_card_of_a_post_with_a_cover_of_its_own_shows_it(site: Site, edition: Path) -> None:
    page = page_of(edition, "articles/images")
    address = next(m.get("content") for m in page.iter("meta") if m.get("property") == "og:image")
    with (
        Image.open(served(edition, address.removeprefix("https://golden.example"))) as card,
        Image.open(site.content / "articles/images/couverture.jpg") as cover,
    ):
        panel = card.convert("RGB").crop((744, 0, 1200, 630))
        there = ImageOps.fit(cover.convert("RGB"), panel.size)
        means = ImageStat.Stat(ImageChops.difference(panel, there)).mean
    assert max(means) < 12


def test_the_second_build_makes_nothing_and_any_process_the_same(site: Site, edition: Path) -> None:
    first = {path.name: path.read_bytes() for path in edition.glob("media/*")}
    # An entry that is made anew is another file; one that is used is only touched.
    kept = {path: path.stat().st_ino for path in (site.root / "images.cache").rglob("*")}
    assert site.publish(**GOLDEN).returncode == 0
    assert {path: path.stat().st_ino for path in (site.root / "images.cache").rglob("*")} == kept
    other = lay_pictures(lay_site(site.root.parent / "other", SITES / "minimal"))
    assert other.publish(**GOLDEN, PYTHONHASHSEED="7").returncode == 0
    again = {path.name: path.read_bytes() for path in (other.root / "public/media").glob("*")}
    assert again == first


def test_a_changed_picture_has_another_name(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.write("content/articles/a/index.md", "Title: A\nDate: 2026-01-05\n\n![x](x.png)\n")
    names = []
    for width in (60, 61):
        (site.content / "articles/a/x.png").write_bytes(making.png(width, 40))
        assert site.build().returncode == 0
        names.append({path.name for path in site.output.glob("media/x-*")})
    assert names[0]
    assert not names[0] & names[1]
