"""Texts as the proofreader gets them, from the Markdown of a test or of a rule's example."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.frontmatter.fields import AUTHOR, PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import read_source
from plugins.proofreading import Around, Example, Rule, load_rules
from plugins.texts import Kind, Text
from tests.laying import HOUSE

SOUND = (
    "---\ntitle: Un titre\ndate: 2026-01-02\nsummary: En bref.\n"
    "id: 257c5131-eea5-4dc7-9741-c00bbc74da08\n---\n"
)
ROOMS = sorted(
    f"plugins.{path.relative_to(HOUSE / 'plugins').parts[0]}"
    for path in (*HOUSE.glob("plugins/*/rules.py"), *HOUSE.glob("plugins/*/rules/__init__.py"))
)
RULES = load_rules(ROOMS)
SCHEMAS = {"post": POST, "page": PAGE, "author": AUTHOR, "topic": TOPIC}


SOUND_PAGE = "---\ntitle: Une page\nsummary: En bref.\n---\n"


def whole(markdown: str, kind: Kind = "post") -> str:
    """The text of a file: Markdown without front matter is put below a sound one."""
    if markdown.startswith("---"):
        return markdown
    return (SOUND if kind == "post" else SOUND_PAGE) + markdown


def text_of(
    markdown: str, kind: Kind = "post", path: Path = Path("articles/a.md"), language: str = "fr"
) -> Text:
    source = read_source(
        path, whole(markdown, kind), SCHEMAS[kind], Reading(ZoneInfo("Europe/Paris"))
    )
    return Text(source, kind, source.get("lang", language), path.parent.as_posix())


def text_of_example(example: Example) -> Text:
    return text_of(example.text, example.kind)


def around_of_example(example: Example) -> Around:
    return Around(*example.facts)


def rule_of(code: str) -> Rule:
    return next(rule for rule in RULES if rule.code == code)
