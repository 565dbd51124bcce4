"""The terms of all topics, compiled once into one index that a text is read against."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from plugins.cache import key_of
from plugins.model import Background, Term, TermContext, Topic
from plugins.topics.words import Words, bare_words, split_words, stem

Keys = tuple[str, ...]
# Learned words are known by so many letters, but for what is added to every text.
BEGINNING, ALWAYS = 5, "*"


CONTEXT, ASIDE = -1, -2


class Pattern(NamedTuple):
    """A term as it is looked for.

    ``topic`` is `CONTEXT` for a word that only lends context, `ASIDE` for one of the background.
    """

    topic: int
    number: int
    keys: Keys


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled `TermContext`: numbers of context patterns."""

    beside: frozenset[int]
    unless: frozenset[int]


class Hit(NamedTuple):
    """A term found at the word ``position``."""

    topic: int
    number: int
    position: int


class Looked(NamedTuple):
    """What stands in a text, in order, whatever it means there: topics' terms and asides.

    Of context words the positions by number.
    """

    hits: list[Hit]
    asides: list[Hit]
    context: dict[int, list[int]]


class Found(NamedTuple):
    """Of a text's terms those that mean their topics, and strong ones that do not.

    With a rejected term stand the context words that exclude it; none where nothing confirms it.
    """

    hits: list[Hit]
    rejected: list[tuple[Hit, tuple[str, ...]]]


# What may begin with a word: its keys, the longer patterns by the key that follows, and those of
# one word; of both the longest first, as of overlapping terms that one is found. Plain tuples,
# which Python takes apart twice as fast as named ones.
Begun = tuple[Mapping[str, tuple[Pattern, ...]], tuple[Pattern, ...]]
Start = tuple[Keys, Mapping[str, tuple[Pattern, ...]], tuple[Pattern, ...]]
_BEGINS_NOTHING: Begun = ({}, ())
_NOTHING: Start = ((), *_BEGINS_NOTHING)


HEAD = 3


class Starts(dict[str, Start]):
    """What each folded word may begin, worked out where it is first met.

    A process's first post meets each of its words for the first time, so this is done with
    as few new objects as can be: most words are no one's, and have one start in common.
    """

    def __init__(self, patterns: Mapping[str, tuple[Pattern, ...]]) -> None:
        super().__init__()
        keys = {key for group in patterns.values() for one in group for key in one.keys}
        self.exact = {key: ((key,), *_start(patterns.get(key, ()))) for key in keys}
        beginnings = sorted((key[:-1] for key in keys if key.endswith("*")), key=_shortest_first)
        # Found by their heads, as most words begin like none of them; the few too short for one
        # are looked for in every word.
        self.short = tuple(one for one in beginnings if len(one) < HEAD)
        self.beginnings: dict[str, tuple[str, ...]] = {}
        for one in beginnings[len(self.short) :]:
            self.beginnings[one[:HEAD]] = (*self.beginnings.get(one[:HEAD], self.short), one)

    def __missing__(self, word: str) -> Start:
        begun = self.beginnings.get(word[:HEAD], self.short)
        if word.startswith(begun):
            keys = (stem(word), *(f"{one}*" for one in begun if word.startswith(one)))
            start = _merged([self.exact[key] for key in keys if key in self.exact])
        else:
            start = self.exact.get(stem(word), _NOTHING)
        self[word] = start
        return start


def _start(patterns: Sequence[Pattern]) -> Begun:
    """What begins with a word: the longer ones by the key that follows, and those of one word."""
    if not patterns:
        return _BEGINS_NOTHING
    longer: dict[str, tuple[Pattern, ...]] = {}
    single: list[Pattern] = []
    for one in sorted(patterns, key=_longest_first):
        if len(one.keys) > 1:
            longer[one.keys[1]] = (*longer.get(one.keys[1], ()), one)
        else:
            single.append(one)
    return longer, tuple(single)


def _merged(starts: Sequence[Start]) -> Start:
    """What begins with a word of several keys; `_longer` sorts what follows."""
    if len(starts) == 1:
        return starts[0]
    keys: Keys = ()
    longer: dict[str, tuple[Pattern, ...]] = {}
    single: tuple[Pattern, ...] = ()
    for key, more, ones in starts:
        keys += key
        for following, patterns in more.items():
            longer[following] = longer.get(following, ()) + patterns
        single += ones
    return keys, longer, tuple(sorted(single))


@dataclass
class Vocabulary:
    """What `compile_vocabulary` makes of topics; reading a text leaves only a cache behind.

    ``asides`` are the background's words, those that speak of facts weighing less than nothing;
    ``words`` by their beginnings the learned ones, a weight for each topic, in thousandths of a
    score; ``context`` the words of conditions by number.
    """

    topics: tuple[Topic, ...]
    terms: tuple[Term, ...] = ()
    asides: tuple[Term, ...] = ()
    words: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    context: tuple[str, ...] = ()
    conditions: dict[int, tuple[Condition, ...]] = field(default_factory=dict)
    starts: Starts = field(default_factory=lambda: Starts({}), repr=False)

    def look(self, words: Words) -> Looked:
        """What stands in a text in order: of overlapping terms of a topic the longest.

        None goes over from one paragraph to the next, so that a paragraph says what it says
        whatever stands before and behind it.
        """
        starts = [*map(self.starts.__getitem__, words.words), _NOTHING]
        for first in words.paragraphs[1:]:
            starts[first] = ((), *starts[first][1:])
        looked = Looked([], [], defaultdict(list))
        ends = [0] * (len(self.topics) + 2)  # the last two are those of `ASIDE` and `CONTEXT`
        for position, start in enumerate(starts):
            if start is _NOTHING:
                continue
            _, longer, found = start
            if longer and not longer.keys().isdisjoint(starts[position + 1][0]):
                found = (*_longer(longer, starts, position), *found)
            for topic, number, keys in found:
                if topic == CONTEXT:
                    looked.context[number].append(position)
                elif position >= ends[topic]:
                    hit = Hit(topic, number, position)
                    (looked.hits if topic >= 0 else looked.asides).append(hit)
                    ends[topic] = position + len(keys)
        return looked

    def settle(self, hits: Sequence[Hit], near: Near) -> Found:
        """Which of a topic's ``hits`` mean it where they stand."""
        own = {
            near.passage(hit.position)
            for hit in hits
            if self.terms[hit.number].weight >= OWN and hit.number not in self.conditions
        }
        found = Found([], [])
        for hit in hits:
            failing = self._failing(hit, near, own) if hit.number in self.conditions else None
            if failing is None:
                found.hits.append(hit)
            elif self.terms[hit.number].weight >= STRONG:
                against = sorted(near.of(failing.unless, hit.position))
                found.rejected.append((hit, tuple(self.context[number] for number in against)))
        return found

    def _failing(self, hit: Hit, near: Near, own: set[int]) -> Condition | None:
        """The condition by which a term does not mean its topic where it stands.

        A word has one sense in a passage: what there confirms it is weighed
        against what excludes it, and must outweigh it. Where nothing speaks
        either way, a sure term stands, and one that nothing could confirm. A term that
        is its topic's own, in a passage that is in ``own``, confirms as one word does.
        """
        owned = near.passage(hit.position) in own or 0 in own
        for one in self.conditions[hit.number]:
            against = len(near.of(one.unless, hit.position))
            if one.beside and (against or not one.unless or self.terms[hit.number].weight < SURE):
                if owned + len(near.of(one.beside, hit.position)) <= against:
                    return one
            elif against:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Near:
    """What stands near a word: in its passage, and in the ``head``, which is near every passage.

    ``context`` are the positions of context words by number; ``ends`` where the first passage
    begins, and where each ends. To the head, the title and the summary, the first one is near.
    """

    context: Mapping[int, Sequence[int]]
    head: int
    ends: Sequence[int]

    def passage(self, position: int) -> int:
        """The number of a word's passage: 0 in the head."""
        return 0 if position < self.head else bisect_right(self.ends, position)

    def of(self, numbers: frozenset[int], position: int) -> set[int]:
        """Those of ``numbers`` that stand near ``position``, but not only there."""
        passage = max(1, self.passage(position))
        first, last = self.ends[passage - 1 : passage + 1] if len(self.ends) > 1 else (0, 0)
        near = set()
        for number in numbers & self.context.keys():
            for place in self.context[number]:
                if place != position and (first <= place < last or place < self.head):
                    near.add(number)
                    break
        return near


SURE, OWN, STRONG = 3.0, 2.0, 1.5


def compile_vocabulary(
    topics: Iterable[Topic], backgrounds: Iterable[Background] = ()
) -> Vocabulary:
    """The vocabulary of ``topics``; one without terms is found by nothing."""
    vocabulary, backgrounds = Vocabulary(tuple(topics)), tuple(backgrounds)
    terms: list[Term] = []
    patterns: dict[str, list[Pattern]] = defaultdict(list)
    numbers: dict[Keys, int] = {}
    context: list[str] = []
    for index, topic in enumerate(vocabulary.topics):
        by_keys: dict[Keys, int] = {}
        for term in topic.terms:
            keys = keys_of(term.text)
            if keys and keys not in by_keys:
                by_keys[keys] = len(terms)
                patterns[keys[0]].append(Pattern(index, len(terms), keys))
                terms.append(term)
        for one in topic.contexts:
            condition = Condition(
                frozenset(_context_numbers(one.beside, numbers, context)),
                frozenset(_context_numbers(one.unless, numbers, context)),
            )
            _attach(condition, one, by_keys, vocabulary.conditions)
    for keys, number in numbers.items():
        patterns[keys[0]].append(Pattern(CONTEXT, number, keys))
    vocabulary.terms, vocabulary.context = tuple(terms), tuple(context)
    vocabulary.asides = tuple(_add_asides(backgrounds, patterns))
    learned = _learned(vocabulary.topics, backgrounds)
    vocabulary.words = {beginning: tuple(weights) for beginning, weights in learned.items()}
    vocabulary.starts = Starts({key: tuple(group) for key, group in patterns.items()})
    said = (*(term.text for term in (*terms, *vocabulary.asides)), *context)
    for word in bare_words("\n".join(said)):
        _ = vocabulary.starts[word]  # half of what a post says, so that its first one is quick
    return vocabulary


def _add_asides(
    backgrounds: Iterable[Background], patterns: dict[str, list[Pattern]]
) -> Iterator[Term]:
    """The words of ``backgrounds``, each once, added to ``patterns``."""
    known: set[Keys] = set()
    for background in backgrounds:
        facts = (replace(term, weight=-term.weight) for term in background.factual)
        for term in (*background.everyday, *facts):
            keys = keys_of(term.text)
            if keys and keys not in known:
                patterns[keys[0]].append(Pattern(ASIDE, len(known), keys))
                known.add(keys)
                yield term


def _learned(topics: Sequence[Topic], backgrounds: Iterable[Background]) -> dict[str, list[int]]:
    """For each beginning of a word what it weighs for each topic; what no topic has is nothing.

    A topic into which another was merged has what both have learned.
    """
    indexes = {slug: n for n, one in enumerate(topics) for slug in (one.slug, *one.former_slugs)}
    words: dict[str, list[int]] = {}
    for background in backgrounds:
        for weight, beginnings in background.words if background.topic in indexes else ():
            for beginning in beginnings.split():
                row = words.setdefault(beginning, [0] * len(topics))
                row[indexes[background.topic]] += weight
    return words


def keys_of(text: str) -> Keys:
    """The keys of a term: a stem for each word, or ``begin*`` for any word that so begins."""
    return tuple(
        f"{folded[-1]}*" if word.endswith("*") and len(folded) == 1 else stem(folded[-1])
        for word, folded in _folded(text)
    )


def _folded(text: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for word in text.split():
        parts = split_words(word).words
        for part in parts[:-1]:
            yield part, (part,)
        if parts:
            yield word, parts[-1:]


def _context_numbers(
    words: Iterable[str], numbers: dict[Keys, int], context: list[str]
) -> Iterator[int]:
    for word in words:
        keys = keys_of(word)
        if keys and keys not in numbers:
            numbers[keys] = len(numbers)
            context.append(word)
        if keys:
            yield numbers[keys]


def _attach(
    condition: Condition,
    context: TermContext,
    by_keys: dict[Keys, int],
    conditions: dict[int, tuple[Condition, ...]],
) -> None:
    for keys in map(keys_of, context.terms):
        if keys in by_keys:
            number = by_keys[keys]
            conditions[number] = (*conditions.get(number, ()), condition)


def _longer(
    longer: Mapping[str, tuple[Pattern, ...]], starts: Sequence[Start], position: int
) -> list[Pattern]:
    """Those of ``longer`` that go on in the words behind ``position``."""
    found = [one for key in starts[position + 1][0] for one in longer.get(key, ())]
    return sorted(
        (one for one in found if _follows(one.keys, starts, position)), key=_longest_first
    )


def _shortest_first(beginning: str) -> tuple[int, str]:
    return len(beginning), beginning


def _longest_first(pattern: Pattern) -> tuple[int, int]:
    return -len(pattern.keys), pattern.number


def _follows(keys: Keys, starts: Sequence[Start], position: int) -> bool:
    if position + len(keys) > len(starts):
        return False
    return all(key in starts[position + n][0] for n, key in enumerate(keys[1:], 1))


@dataclass(frozen=True)
class Knowledge:
    """What the files on topics say; the vocabulary is compiled once it is asked for."""

    topics: tuple[Topic, ...]
    backgrounds: tuple[Background, ...] = ()

    @property
    def is_worded(self) -> bool:
        """Whether there is any word to find a topic by."""
        return any(topic.terms for topic in self.topics)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Of all topics and backgrounds."""
        return compile_vocabulary(self.topics, self.backgrounds)

    @cached_property
    def key(self) -> bytes:
        """Covers all that topics are found by."""
        return key_of(repr((self.topics, self.backgrounds)))
