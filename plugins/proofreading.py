"""Rules of the proofreader: each one value, with its reason and an example that fails and passes.

A room that has rules lists them as ``RULES`` in its own ``rules`` module; the
gate finds them by the rooms' names, so that no room knows another. What a rule
must know beyond the text stands in `Around`, put there by the room that knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, TypeVar

from plugins.messages import Message, msg
from plugins.problems import Problem, Severity, suggestion
from plugins.texts import Kind, Text

T = TypeVar("T")

AROUND_KEY = "AROUND"
REPAIRS_KEY = "REPAIRS"
EVERYWHERE: frozenset[Kind] = frozenset({"post", "page", "author", "topic"})
WRITTEN: frozenset[Kind] = frozenset({"post", "page"})
POSTS: frozenset[Kind] = frozenset({"post"})


class Around:
    """What rules may know beyond the text: at most one object of each type."""

    def __init__(self, *facts: object) -> None:
        self._facts: dict[type, object] = {type(fact): fact for fact in facts}

    def add(self, *facts: object) -> None:
        """Let rules know ``facts``, in the place of those of the same types."""
        self._facts.update((type(fact), fact) for fact in facts)

    def get(self, kind: type[T]) -> T | None:
        """The fact of this type, where somebody knows it."""
        found = self._facts.get(kind)
        assert found is None or isinstance(found, kind)
        return found


@dataclass(frozen=True, slots=True)
class Edit:
    """What repairs a finding: ``text`` in the place of ``start`` to ``end`` of the body."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What repairs a finding: a line more in the front matter."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What repairs a finding: ``text`` in the place of ``start`` to ``end`` of a field's value."""

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to: in the body, or else at a key of the front matter."""

    at: int | None = None
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    repair: Edit | Addition | Correction | None = None


Find = Callable[[Text, Around], Iterable[Finding]]
# Of the files below content/, those that a rule objects to and that none of the texts names.
FindFiles = Callable[[Iterable[str], Iterable[Text], Around], Iterable[str]]


@dataclass(frozen=True)
class Example:
    """A text that a rule is shown with; ``at`` is on the line that it must name.

    Without front matter of its own it is put below that of a sound post.
    ``facts`` are what the rule would be told of the site.
    """

    text: str
    at: str = ""
    kind: Kind = "post"
    facts: tuple[object, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule. ``cause`` and ``remedy`` are filled with the values of a `Finding`.

    Where nobody knows a fact of a type that it ``needs``, it is not asked.
    """

    code: str
    severity: Severity
    reason: Message
    cause: Message
    remedy: Message
    find: Find
    failing: Example
    passing: Example
    kinds: frozenset[Kind] = WRITTEN
    is_french: bool = False
    repairs: bool = False
    needs: tuple[type, ...] = ()
    find_files: FindFiles | None = None

    def can_judge(self, around: Around) -> bool:
        """Whether what it needs to know is known."""
        return all(around.get(kind) is not None for kind in self.needs)

    def findings(self, text: Text, around: Around) -> list[Finding]:
        """What it objects to in ``text``, where it is about such a text at all."""
        if text.kind not in self.kinds or (self.is_french and not text.is_french):
            return []
        return list(self.find(text, around))

    def problem(self, text: Text, finding: Finding) -> Problem:
        """A finding as the author is told it."""
        if finding.at is None:
            line, column = text.source.line(finding.key), None
        else:
            line, column = text.place(finding.at)
        return Problem(
            self.code,
            Message(self.cause.msgid, finding.values),
            Message(self.remedy.msgid, finding.values),
            text.source.path,
            line,
            column,
            self.severity,
        )


def proofread(
    text: Text, rules: Sequence[Rule], around: Around, silenced: Collection[str] = ()
) -> list[Problem]:
    """What ``rules`` object to in ``text``, without those that the site or the text silences.

    A rule that a text silences by a name that none has, or for nothing, is told
    too: otherwise it would be quiet about the next fault.
    """
    quiet = set(text.source.get("silence", ()))
    problems, heard = [], set(silenced)
    for rule in rules:
        if rule.code in silenced or not rule.can_judge(around):
            heard.add(rule.code)
            continue
        findings = rule.findings(text, around)
        if rule.code in quiet and findings:
            heard.add(rule.code)
        elif findings:
            problems += [rule.problem(text, finding) for finding in findings]
    known = {rule.code for rule in rules}
    problems += [unknown_silence(text, code, known) for code in sorted(quiet - known)]
    problems += [idle_silence(text, code) for code in sorted((quiet & known) - heard)]
    return sorted(problems, key=lambda problem: problem.sort_key)


def proofread_files(
    names: Collection[str],
    texts: Collection[Text],
    rules: Sequence[Rule],
    around: Around,
    silenced: Collection[str],
    root: Path,
) -> Iterator[Problem]:
    """What ``rules`` object to in files at ``names`` below ``root`` that no text speaks of."""
    for rule in rules:
        if rule.find_files is not None and rule.code not in silenced and rule.can_judge(around):
            for name in rule.find_files(names, texts, around):
                yield Problem(
                    rule.code, rule.cause, rule.remedy, root / name, severity=rule.severity
                )


def unknown_silence(text: Text, code: str, known: Collection[str]) -> Problem:
    """A text silences what is no rule, or a fault that must be repaired."""
    place = text.source.path, text.source.line("silence")
    cause = msg("“{code}” is no rule that can be silenced.", code=code)
    return Problem("unknown-silence", cause, suggestion(code, known), *place, None, "warning")


def idle_silence(text: Text, code: str) -> Problem:
    """A text silences a rule that has nothing to say of it."""
    place = text.source.path, text.source.line("silence")
    cause = msg("The rule “{code}” is silenced here, and would find nothing.", code=code)
    remedy = msg("Take it out of “silence”, so that it speaks when it has to.")
    return Problem("idle-silence", cause, remedy, *place, None, "notice")


def load_rules(rooms: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these rooms (``plugins.topics``), in the order of rooms, each code once."""
    found: dict[str, Rule] = {}
    for room in rooms:
        if not _has_rules(room):
            continue
        for rule in resolve_name(f"{room}.rules:RULES"):
            if found.setdefault(rule.code, rule) is not rule:
                raise ValueError(f"two rules have the code {rule.code!r}")
    return tuple(found.values())


def _has_rules(room: str) -> bool:
    try:
        return find_spec(f"{room}.rules") is not None
    except ModuleNotFoundError:  # the author's own plugin is one file, or is not there at all
        return False


def around_of(settings: dict[str, Any]) -> Around:
    """What the rooms of the Pelican run that owns these settings know, made at first use."""
    around = settings.setdefault(AROUND_KEY, Around())
    assert isinstance(around, Around)
    return around


@dataclass(frozen=True, slots=True)
class Repair:
    """A file's bytes as they are, and as they would be."""

    path: Path
    before: bytes
    after: bytes
