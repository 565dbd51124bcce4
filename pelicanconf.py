"""Every choice of the house, for work at home. `publishconf.py` says what differs in production."""

import os

from jinja2 import StrictUndefined

SITENAME = "SamuGuru"
SITESUBTITLE = "Ce qui vient, discuté : intelligence artificielle, réalité virtuelle, drones…"
SITEURL = "http://127.0.0.1:8000"
AUTHOR = "samuguru"
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Paris"

# The edition ("preview" shows drafts) and the moment that stands for the present ("" is now).
SITE = {"edition": "preview", "as_of": ""}

# The rooms, in the order in which they hear each of Pelican's signals; `checks` has the last word.
PLUGIN_PATHS = ["."]
PLUGINS = [
    "plugins.typography",
    "plugins.posts",
    "plugins.author_cards",
    "plugins.topics",
    "plugins.theming",
    "plugins.discussion",
    "plugins.corrections",
    "plugins.feeds",
    "plugins.images",
    "plugins.search",
    "plugins.permalinks",
    "plugins.backstage",
    "plugins.hosting",
    "plugins.incremental",
    "plugins.checks",
]

# Where things are.
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IGNORE_FILES = [".*", "#*", "*~"]

# Addresses: clean, dateless, with a trailing slash, whatever the language.
ARTICLE_URL = ARTICLE_LANG_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = ARTICLE_URL + "index.html"
DRAFT_URL = DRAFT_LANG_URL = "brouillons/{slug}/"
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_URL + "index.html"
PAGE_URL = PAGE_LANG_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = PAGE_URL + "index.html"
DRAFT_PAGE_URL = DRAFT_PAGE_LANG_URL = "brouillons/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = DRAFT_PAGE_URL + "index.html"
INDEX_URL = ""
ARCHIVES_URL = "archives/"
TOPICS_URL = "sujets/"
TOPIC_URL = TOPICS_URL + "{slug}/"
TAG_URL = "mots/{slug}/"
AUTHORS_URL = "auteurs/"
AUTHOR_URL = AUTHORS_URL + "{slug}/"
DRAFTS_URL = "brouillons/"
SUBSCRIBE_URL = "abonnement/"
CORRECTIONS_URL = "corrections/"

# Lists: Pelican writes the home page, the rooms write the others.
DIRECT_TEMPLATES = ["index"]
PAGINATED_TEMPLATES = {"index": 10, "topic": 10, "tag": 10, "author": 10}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]

# How texts are read: `plugins/posts` and `plugins/markup.py` do what Pelican's options would.
USE_FOLDER_AS_CATEGORY = False
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = "translation_key"
FILENAME_METADATA = ""
FORMATTED_FIELDS = []
SLUGIFY_SOURCE = "basename"
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
}

# Feeds are `plugins/feeds` (`id` is the site's, for ever); stylesheets, icons: `plugins/theming`.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
THEME_STATIC_PATHS = []
FEEDS = {"id": "3f0c6c3e-6d3b-4e0e-9a55-0f6a7b1d2c48", "ttl": 60}

# Who commented is forgotten after so many days (the page Confidentialité says the same numbers).
DISCUSSION = {"moderated": True, "edit_minutes": 15, "retention_days": 365, "pending_days": 30}

# Where feeds were at the addresses that other makers of blogs give them.
PERMALINKS = {
    "redirects": {
        "/feed/": "/rss.xml",
        "/feed/rss/": "/rss.xml",
        "/feed/rss2/": "/rss.xml",
        "/feed/rdf/": "/rss.xml",
        "/feed/atom/": "/atom.xml",
        "/comments/feed/": "/commentaires/rss.xml",
        "/comments/feed/atom/": "/commentaires/atom.xml",
        "/feed.xml": "/rss.xml",
        "/index.xml": "/rss.xml",
        "/rss/": "/rss.xml",
        "/atom/": "/atom.xml",
        "/feeds/all.atom.xml": "/atom.xml",
        "/feeds/all.rss.xml": "/rss.xml",
        "/feeds/rss.xml": "/rss.xml",
        "/feeds/atom.xml": "/atom.xml",
    },
}

# Readers search in the public edition; in a preview after `make serve SEARCH=1`.
SEARCH = {"build": "always" if os.environ.get("SEARCH") else "publication", "url": "recherche/"}
