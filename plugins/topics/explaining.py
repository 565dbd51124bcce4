"""Why a post has the topics it has: in a line for every build, in full on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.messages import Gettext, Message, msg
from plugins.topics.findings import LENGTH, Beside, Evidence, Finding, Lack, Rejected
from plugins.topics.vocabulary import BEGINNING

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
    """A line a topic for which something speaks; below it its terms, and how they add up."""
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
        for rejected in finding.rejected:
            yield f"    {_refused(rejected, gettext)}"
        yield from (f"    {line.render(gettext)}" for line in _sums(finding, gettext))


def evidence_of(findings: Sequence[Finding], gettext: Gettext) -> Iterator[dict[str, object]]:
    """What `explain` says, for a program to show: labels, shares, terms and where they stand."""
    for finding in findings:
        yield {
            "topic": finding.topic.label,
            "is_topic": finding.is_topic,
            "lack": _LACKS[finding.lack].render(gettext) if finding.lack else "",
            "score": round(finding.score, 2),
            "terms": [
                {"term": one.term, "weight": one.weight, "where": _where(one, gettext)}
                for one in finding.evidence
            ],
            "rejected": [_refused(one, gettext) for one in finding.rejected],
        }


def _sums(finding: Finding, gettext: Gettext) -> Iterator[Message]:
    """What each passage says, term by term, and what they say together."""
    for said in finding.passages:
        place = (
            msg("passage {number}", number=said.passage)
            if said.passage
            else msg("title and summary")
        )
        shares = " + ".join(f"{term} {share:.1f}" for term, share in said.shares)
        yield msg(
            "{place}: {shares} = {total:.1f}",
            place=place.render(gettext),
            shares=shares,
            total=said.sum,
        )
    if finding.passages:
        yield msg(
            "together {said:.2f} (root of the sum of squares) of {asked:.2f} asked; its root is "
            "{named:.2f}",
            said=finding.said,
            asked=finding.asked,
            named=finding.named,
        )
    if finding.passages and finding.is_run:
        yield from _counted(finding)
        yield from _beside(finding.beside, finding.index)
    if finding.run is not None:
        yield msg(
            "its richest {words} words in a row alone {run:.2f}", words=LENGTH, run=finding.run
        )
    if finding.lack is not None:
        yield _LACKS[finding.lack]


_LACKS = {
    Lack.RUN: msg("enough in all, but no part of it has enough alone"),
    Lack.HALF: msg("enough in all, but neither of its halves has the topic alone"),
}


def _counted(finding: Finding) -> Iterator[Message]:
    """What the number of its terms adds to the score, and how much in a long text is heard."""
    strong, hints, rejected = finding.counts
    if finding.beside.reach < 1:
        yield msg(
            "in a text of this length, of what follows {reach:.0%}:", reach=finding.beside.reach
        )
    yield msg(
        "number of terms {counted:+.2f} (strong {strong}, hints {hints}, rejected {rejected})",
        counted=finding.counted,
        strong=strong,
        hints=hints,
        rejected=rejected,
    )


def _beside(beside: Beside, index: int) -> Iterator[Message]:
    """What the text's other words add to the score, and which most."""
    yield msg("what every text is short of {short:+.2f}", short=-beside.short(index))
    asides = sorted(beside.asides, key=lambda term: (-abs(term.weight), term.text))
    if asides:
        words = ", ".join(term.text.replace("*", "…") for term in asides[:SHOWN])
        yield msg("everyday words {aside:+.2f} ({words})", aside=-beside.aside, words=words)
    told = beside.weightiest(index)
    if told:
        words = ", ".join(f"{_begun(word)} {weight:+.2f}" for word, weight in told[:SHOWN])
        learned = beside.learned(index)
        yield msg("words learned {learned:+.2f} ({words})", learned=learned, words=words)


def _begun(beginning: str) -> str:
    """A beginning as it is told: «drone…»; a shorter one is the whole word."""
    return f"{beginning}…" if len(beginning) == BEGINNING else beginning


def _refused(one: Rejected, gettext: Gettext) -> str:
    """A strong term that does not count, and why."""
    if one.taken_back:
        reason = msg("denied or likened")
    elif one.beside:
        words = ", ".join(word.replace("*", "…") for word in one.beside[:SHOWN])
        reason = msg("beside {words}", words=words)
    else:
        reason = msg("nothing near confirms it")
    return msg(
        "rejected: {term} ×{count} ({reason})",
        term=one.term,
        count=one.count,
        reason=reason.render(gettext),
    ).render(gettext)


def _short(evidence: Evidence) -> str:
    return evidence.term.replace("*", "…") + (f" ×{evidence.count}" if evidence.count > 1 else "")


def _where(evidence: Evidence, gettext: Gettext) -> str:
    names = {"title": msg("title"), "summary": msg("summary"), "text": msg("text")}
    return ", ".join(f"{names[place].render(gettext)} ×{n}" for place, n in evidence.places)
