"""Topics that a text speaks of, against those that its author names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.files import fold
from plugins.messages import msg
from plugins.model import Term, Topic
from plugins.proofreading import POSTS, Around, Example, Finding, Rule
from plugins.texts import Text
from plugins.topics.core import names_of
from plugins.topics.detection import detect, topics_of
from plugins.topics.explaining import tell_evidence
from plugins.topics.vocabulary import Knowledge


def _undeclared_topic(text: Text, around: Around) -> Iterator[Finding]:
    """None where the author wants none (``topics: []``), or leaves it to the text."""
    named = {fold(name) for name in text.source.get("topics") or ()}
    knowledge = around.get(Knowledge)
    if not named or knowledge is None:
        return
    title, summary = text.source.get("title", ""), text.source.get("summary", "")
    findings = detect(knowledge.vocabulary, title, summary, text.body)
    for topic in topics_of(findings):
        if not named & {fold(name) for name in (topic.slug, *names_of(topic))}:
            evidence = next(f.evidence for f in findings if f.topic is topic)
            values = {"topic": topic.label, "evidence": tell_evidence(evidence)}
            yield Finding(key="topics", values=values)


def _topic(slug: str, *words: str) -> Topic:
    terms = tuple(Term(word, 3.0) for word in words)
    return Topic(slug, slug.capitalize(), slug, "", 0, "", Path(slug), terms=terms)


_FACTS = (Knowledge((_topic("drones", "drone", "hélice"), _topic("ia", "réseau"))),)
_HEAD = "---\ntitle: Les drones du port\ndate: 2026-01-02\nsummary: Un drone.\n"
_TEXT = "Le drone se pose. Une hélice casse. Le drone repart. Un autre drone attend son hélice.\n"

RULES = (
    Rule(
        code="undeclared-topic",
        severity="notice",
        reason=msg(
            "Topics named in the front matter are the only ones a post is found under. Where the "
            "text speaks of another as much, it may have been forgotten."
        ),
        cause=msg("The text speaks of “{topic}”, which is not among its topics ({evidence})."),
        remedy=msg("Add it to “topics”, or silence “undeclared-topic” here."),
        find=_undeclared_topic,
        failing=Example(f"{_HEAD}topics: [ia]\n---\n{_TEXT}", at="topics", facts=_FACTS),
        passing=Example(f"{_HEAD}topics: [Drones, ia]\n---\n{_TEXT}", facts=_FACTS),
        kinds=POSTS,
        needs=(Knowledge,),
    ),
)
