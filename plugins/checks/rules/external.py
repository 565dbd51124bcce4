"""External links, by what their servers answered (`make links`); without answers, nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text

# 401, 403, 407, 429, 451, and LinkedIn's 999: somebody is there, and will not talk to a program.
_REFUSALS = frozenset({401, 403, 407, 429, 451, 999})
_FAILURE = 500
_FAULT = 400
FORBIDDEN = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address.

    ``status`` is HTTP's, 0 where there was no answer (``reason`` says why) and
    `FORBIDDEN` where the host's robots.txt asks not to be asked; ``moved`` is
    where it is now, for good, or "".
    """

    status: int
    reason: str = ""
    moved: str = ""

    @property
    def is_good(self) -> bool:
        """Whether a reader who follows the link finds something."""
        return 0 < self.status < _FAULT


@dataclass(frozen=True)
class Answers:
    """The answers by address, without the part behind ``#``."""

    by_address: Mapping[str, Answer] = field(default_factory=dict)


def external_links(text: Text) -> Iterator[tuple[Finding, str]]:
    """Each external address that ``text`` links to, with its place."""
    for link in text.links:
        if link.target.lower().startswith(("http://", "https://")):
            yield Finding(link.at), link.target.partition("#")[0]
    for link in text.source.get("links", ()):
        yield Finding(key="links"), link.url.partition("#")[0]


def _answered(text: Text, around: Around) -> Iterator[tuple[Finding, str, Answer]]:
    answers = around.get(Answers)
    for finding, address in external_links(text) if answers else ():
        assert answers is not None
        if address in answers.by_address:
            yield finding, address, answers.by_address[address]


def _dead_link(text: Text, around: Around) -> Iterator[Finding]:
    for finding, address, answer in _answered(text, around):
        if _FAULT <= answer.status < _FAILURE and answer.status not in _REFUSALS:
            values = {"address": address, "status": answer.status}
            yield Finding(finding.at, finding.key, values)


def _unanswered_link(text: Text, around: Around) -> Iterator[Finding]:
    for finding, address, answer in _answered(text, around):
        is_broken = answer.status >= _FAILURE and answer.status not in _REFUSALS
        if answer.status == 0 or is_broken:
            values = {"address": address, "reason": answer.reason or f"HTTP {answer.status}"}
            yield Finding(finding.at, finding.key, values)


def _untested_link(text: Text, around: Around) -> Iterator[Finding]:
    for finding, address, answer in _answered(text, around):
        if answer.status in _REFUSALS or answer.status == FORBIDDEN:
            reason = "robots.txt" if answer.status == FORBIDDEN else f"HTTP {answer.status}"
            yield Finding(finding.at, finding.key, {"address": address, "reason": reason})


def _moved_link(text: Text, around: Around) -> Iterator[Finding]:
    for finding, address, answer in _answered(text, around):
        if answer.is_good and answer.moved:
            values = {"address": address, "moved": answer.moved}
            yield Finding(finding.at, finding.key, values)


_ADDRESS = "https://exemple.fr/rapport"
_TEXT = f"Un texte.\n\nVoir [le rapport]({_ADDRESS}#3).\n"


def _facts(answer: Answer) -> tuple[Answers]:
    return (Answers({_ADDRESS: answer}),)


_PASSING = Example(_TEXT, facts=_facts(Answer(200)))

RULES = (
    Rule(
        code="dead-link",
        severity="warning",
        reason=msg("A reader who follows the link finds an error page. Asked by `make links`."),
        cause=msg("“{address}” answers {status}: there is nothing there any more."),
        remedy=msg("Look for its new address or for an archived copy, or take the link out."),
        find=_dead_link,
        failing=Example(_TEXT, at="rapport", facts=_facts(Answer(404))),
        passing=_PASSING,
        kinds=EVERYWHERE,
        needs=(Answers,),
    ),
    Rule(
        code="unanswered-link",
        severity="warning",
        reason=msg(
            "The server did not answer, or answered that it failed, several times. It may be ill "
            "today, or gone for ever. Asked by `make links`."
        ),
        cause=msg("“{address}” does not answer: {reason}."),
        remedy=msg("Try again another day; if nothing changes, link to an archived copy."),
        find=_unanswered_link,
        failing=Example(_TEXT, at="rapport", facts=_facts(Answer(0, "timeout"))),
        passing=_PASSING,
        kinds=EVERYWHERE,
        needs=(Answers,),
    ),
    Rule(
        code="untested-link",
        severity="notice",
        reason=msg(
            "The server talks to no programs, or its robots.txt asks them to stay away, which "
            "`make links` respects. People may well read the page."
        ),
        cause=msg("“{address}” could not be tested: {reason}."),
        remedy=msg("Open it in a browser now and then."),
        find=_untested_link,
        failing=Example(_TEXT, at="rapport", facts=_facts(Answer(403))),
        passing=_PASSING,
        kinds=EVERYWHERE,
        needs=(Answers,),
    ),
    Rule(
        code="moved-link",
        severity="notice",
        reason=msg(
            "The server says that the page has moved for good. Redirects are forgotten one day: "
            "the new address lasts longer. Asked by `make links`."
        ),
        cause=msg("“{address}” has moved for good."),
        remedy=msg("Write {moved}"),
        find=_moved_link,
        failing=Example(
            _TEXT, at="rapport", facts=_facts(Answer(200, moved="https://exemple.fr/etude"))
        ),
        passing=_PASSING,
        kinds=EVERYWHERE,
        needs=(Answers,),
    ),
)
