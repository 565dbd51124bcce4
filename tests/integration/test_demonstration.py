"""The content that the repository ships: what a visitor judges the house by."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.frontmatter.fields import AUTHOR, PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, load_source
from plugins.markup import convert, make_converter
from plugins.posts.excerpt import count_words
from tests.laying import HOUSE
from tests.painting import PICTURES

CONTENT = HOUSE / "content"
READING = Reading(ZoneInfo("Europe/Paris"))
TOPICS = {"ia", "vr", "impression-3d", "drones", "objets-connectes", "start-up", "science-fiction"}
POSTS = [load_source(path, POST, READING) for path in sorted(CONTENT.glob("articles/**/*.md"))]
LISTED = [
    post
    for post in POSTS
    if post.get("status", "published") == "published"
    and post.get("date") < datetime(2027, 1, 1, tzinfo=UTC)
]
FRENCH = [post for post in LISTED if post.get("lang", "fr") == "fr"]
CONVERTER = make_converter(str)


def name_of(post: Source) -> str:
    return post.path.parent.name


def html_of(post: Source) -> str:
    return convert(CONVERTER, post.body)


def test_there_are_at_least_18_posts_over_three_years() -> None:
    assert len(FRENCH) >= 18
    assert len({post.get("date").year for post in FRENCH}) >= 3


def test_every_topic_is_in_at_least_three_posts_and_several_posts_have_more_than_one() -> None:
    counts = Counter(topic for post in FRENCH for topic in post.get("topics"))
    assert set(counts) == TOPICS
    assert min(counts.values()) >= 3, counts
    assert sum(len(post.get("topics")) > 1 for post in FRENCH) >= 5


@pytest.mark.parametrize("post", POSTS, ids=name_of)
def test_a_post_is_an_opinion_of_a_readable_length(post: Source) -> None:
    assert post.problems == ()
    assert 500 <= count_words(html_of(post)) <= 1100
    assert post.get("id")
    assert "?" in post.body[-800:] or post.get("status") == "draft", "a question to debate"


def test_every_construct_is_shown() -> None:
    pages = [html_of(post) for post in LISTED]
    for what in ("<h2", "<ul", "<ol", "<blockquote", "footnote-ref", "<table", "<figcaption"):
        assert any(what in page for page in pages), what
    languages = {found for page in pages for found in re.findall(r'class="language-(\w+)"', page)}
    assert len(languages - {"text"}) >= 2
    series = Counter(post.get("series") for post in LISTED if post.get("series"))
    assert max(series.values()) == 2
    assert any(len(post.get("authors", ())) > 1 for post in LISTED)
    statuses = {post.get("status") for post in POSTS}
    assert {"draft", "hidden"} <= statuses
    assert any(post.get("date") > datetime(2028, 1, 1, tzinfo=UTC) for post in POSTS)


def test_an_english_post_translates_a_french_one() -> None:
    english = [post for post in LISTED if post.get("lang") == "en"]
    assert english
    assert {post.get("translates") for post in english} <= {name_of(post) for post in FRENCH}


def test_authors_topics_and_pages_are_complete() -> None:
    authors = [load_source(path, AUTHOR, READING) for path in CONTENT.glob("authors/*.md")]
    assert {author.path.stem for author in authors if not author.get("fictional")} == {"samuguru"}
    assert any(author.get("fictional") and "fictive" in author.get("bio") for author in authors)
    topics = [load_source(path, TOPIC, READING) for path in CONTENT.glob("topics/*.md")]
    assert {topic.path.stem for topic in topics} == TOPICS
    for topic in topics:
        assert topic.get("aliases")
        assert len(topic.body.split()) >= 50
    pages = {path.stem for path in CONTENT.glob("pages/*.md")}
    assert {"a-propos", "mentions-legales", "confidentialite"} <= pages
    for path in CONTENT.glob("pages/*.md"):
        assert load_source(path, PAGE, READING).problems == ()


def test_pictures_are_drawn_here_and_harmless() -> None:
    bitmaps = {path for path in CONTENT.rglob("*") if path.suffix in {".png", ".jpg", ".gif"}}
    assert bitmaps == set(PICTURES), "painted by tests/painting.py, and said to be"
    for path in bitmaps:
        beside = [text for one in path.parent.glob("*.md") for text in one.read_text().split("\n")]
        told = [line for line in beside if path.name in line or "_alt:" in line]
        assert any(re.search("calculée|dessiné", line) for line in told), path
    drawings = list(CONTENT.rglob("*.svg"))
    assert drawings
    for path in drawings:
        text = Path(path).read_text("utf-8")
        assert not re.search(r"<script|\son\w+=|href=.?(?:https?:|data:)|<foreignObject", text), (
            path
        )
