"""The corpus as a site of each generator, with the front matter that each one reads."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks.speed.corpus import AUTHORS, TOPICS, Post
from tests.laying import HOUSE, lay_site

HERE = Path(__file__).parent

_STOCK = """
SITENAME = "Banc"
SITEURL = "http://127.0.0.1:8000"
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "fr"
THEME = "simple"
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
DEFAULT_PAGINATION = 10
ARTICLE_URL = ARTICLE_LANG_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "articles/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "sujets/{slug}/"
CATEGORY_SAVE_AS = "sujets/{slug}/index.html"
TAG_URL = "mots/{slug}/"
TAG_SAVE_AS = "mots/{slug}/index.html"
AUTHOR_URL = "auteurs/{slug}/"
AUTHOR_SAVE_AS = "auteurs/{slug}/index.html"
FEED_ALL_ATOM = "atom.xml"
FEED_ALL_RSS = "rss.xml"
CATEGORY_FEED_RSS = "sujets/{slug}/rss.xml"
FEED_MAX_ITEMS = 20
"""


def lay_ours(root: Path, posts: Iterable[Post]) -> None:
    """This project as it ships: its configuration, its theme, all its plugins, its topics."""
    site = lay_site(root)
    (root / ".cache").unlink()
    for path in (HOUSE / "content" / "topics").glob("*.md"):
        # «start» names posts of the house, which are not in the corpus.
        text = re.sub(r"(?m)^start:.*\n", "", path.read_text(encoding="utf-8"))
        site.write(f"content/topics/{path.name}", text)
    for slug, name in AUTHORS.items():
        site.write(f"content/authors/{slug}.md", f"---\nname: {name}\nbio: Écrit ici.\n---\n")
    site.write("content/pages/a-propos.md", "---\ntitle: À propos\n---\nUne page.\n")
    (root / "content" / "images").mkdir()
    for post in posts:
        site.write(post_path(post), ours(post))


def lay_stock(root: Path, posts: Iterable[Post]) -> None:
    """Stock Pelican: its simple theme, its content cache, feeds for all and for each category."""
    _write(root / "pelicanconf.py", _STOCK)
    _write(root / "content/pages/a-propos.md", "Title: À propos\n\nUne page.\n")
    for post in posts:
        _write(root / post_path(post), stock(post))


def lay_hugo(root: Path, posts: Iterable[Post]) -> None:
    """Hugo with the theme in ``hugo/``."""
    shutil.copytree(HERE / "hugo", root, dirs_exist_ok=True)
    _write(root / "content/a-propos.md", '+++\ntitle = "À propos"\n+++\nUne page.\n')
    for slug, label in TOPICS.items():
        _write(root / f"content/sujets/{slug}/_index.md", f'+++\ntitle = "{label}"\n+++\n')
    for slug, name in AUTHORS.items():
        _write(root / f"content/auteurs/{slug}/_index.md", f'+++\ntitle = "{name}"\n+++\n')
    for post in posts:
        _write(root / post_path(post), hugo(post))


LAYERS: dict[str, Callable[[Path, Iterable[Post]], None]] = {
    "ours": lay_ours,
    "pelican": lay_stock,
    "hugo": lay_hugo,
}


def post_path(post: Post) -> str:
    """Where a post's file is, in all three."""
    return f"content/articles/{post.date.year}/{post.slug}.md"


def ours(post: Post) -> str:
    """YAML, as the house's README shows it."""
    lines = {
        "title": _quoted(post.title),
        "date": f"{post.date:%Y-%m-%d %H:%M}",
        "authors": _listed(post.authors),
        "topics": _listed(post.topics),
        "tags": _listed(post.tags),
        "id": post.id,
        "series": _quoted(post.series) if post.series else "",
        "summary": _quoted(post.summary) if post.summary else "",
    }
    matter = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    return f"---\n{matter}---\n{post.body}"


def stock(post: Post) -> str:
    """Pelican's headers; a post has one category there, so its first topic."""
    lines = {
        "Title": post.title,
        "Date": f"{post.date:%Y-%m-%d %H:%M}",
        "Slug": post.slug,
        "Authors": "; ".join(AUTHORS[author] for author in post.authors),
        "Category": TOPICS[post.topics[0]],
        "Tags": ", ".join(post.tags),
        "Summary": post.summary,
    }
    matter = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    return f"{matter}\n{post.body}"


def hugo(post: Post) -> str:
    """TOML, with the taxonomies that the house's lists are."""
    lines = {
        "title": _quoted(post.title),
        "date": post.date.isoformat(),
        "slug": _quoted(post.slug),
        "auteurs": _listed(post.authors),
        "sujets": _listed(post.topics),
        "mots": _listed(post.tags),
        "series": _listed([post.series]) if post.series else "",
        "summary": _quoted(post.summary) if post.summary else "",
    }
    matter = "".join(f"{key} = {value}\n" for key, value in lines.items() if value)
    return f"+++\n{matter}+++\n{post.body}"


def _quoted(text: str) -> str:
    """A string of YAML and of TOML alike."""
    return json.dumps(text, ensure_ascii=False)


def _listed(words: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
