"""Why a post has the topics it has: in a line for every build, in full on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.messages import Gettext, Message, msg
from plugins.topics.detection import Evidence, Finding

SHOWN = 4


def tell(findings: Sequence[Finding]) -> Message:
    """The topics that were found, each with its weightiest terms, in one line."""
    found = [finding for finding in findings if finding.is_topic]
    if not found:
        return msg("no topic found in the text")
    topics = "; ".join(
        f"{finding.topic.label} ({tell_evidence(finding.evidence)})" for finding in found
    )
    return msg("topics found in the text: {topics}", topics=topics)


def tell_evidence(evidence: Sequence[Evidence]) -> str:
    """The weightiest terms, and how often each stands."""
    return ", ".join(_short(one) for one in evidence[:SHOWN])


def explain(findings: Sequence[Finding], gettext: Gettext) -> Iterator[str]:
    """A line a topic for which something speaks, and below it a line for each of its terms.

    A score is told as a share of what a text of this length asks for.
    """
    if not findings:
        yield "  " + msg("Nothing speaks for any topic.").render(gettext)
    for finding in findings:
        verdict = msg("yes") if finding.is_topic else msg("no")
        yield "  " + msg(
            "{topic}: {verdict} (score {score:.2f}, 1 is enough)",
            topic=finding.topic.label,
            verdict=verdict.render(gettext),
            score=finding.score,
        ).render(gettext)
        for one in finding.evidence:
            yield f"    {one.term} ({one.weight:g})  {_where(one, gettext)}"


def evidence_of(findings: Sequence[Finding], gettext: Gettext) -> Iterator[dict[str, object]]:
    """What `explain` says, for a program to show: labels, shares, terms and where they stand."""
    for finding in findings:
        yield {
            "topic": finding.topic.label,
            "is_topic": finding.is_topic,
            "score": round(finding.score, 2),
            "terms": [
                {"term": one.term, "weight": one.weight, "where": _where(one, gettext)}
                for one in finding.evidence
            ],
        }


def _short(evidence: Evidence) -> str:
    return evidence.term.replace("*", "…") + (f" ×{evidence.count}" if evidence.count > 1 else "")


def _where(evidence: Evidence, gettext: Gettext) -> str:
    names = {"title": msg("title"), "summary": msg("summary"), "text": msg("text")}
    return ", ".join(f"{names[place].render(gettext)} ×{n}" for place, n in evidence.places)
