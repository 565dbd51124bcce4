"""The terms of all topics, compiled once into one index that a text is read against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plugins.model import Term, TermContext, Topic
from plugins.topics.words import Words, split_words, stem

Keys = tuple[str, ...]


class Pattern(NamedTuple):
    """A term as it is looked for; ``topic`` is -1 for a word that only lends context."""

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


# What may begin with a word: its keys, the longer patterns by the key that follows, and those of
# one word; of both the longest first, as of overlapping terms that one is found. Plain tuples,
# which Python takes apart twice as fast as named ones.
Begun = tuple[Mapping[str, tuple[Pattern, ...]], tuple[Pattern, ...]]
Start = tuple[Keys, Mapping[str, tuple[Pattern, ...]], tuple[Pattern, ...]]
_NOTHING: Start = ((), {}, ())


HEAD = 3


class Starts(dict[str, Start]):
    """What each folded word may begin, worked out where it is first met."""

    def __init__(self, patterns: Mapping[str, tuple[Pattern, ...]]) -> None:
        super().__init__()
        self.patterns = patterns
        self.begun = {key: _start(group) for key, group in patterns.items()}
        keys = {key for group in patterns.values() for one in group for key in one.keys}
        beginnings = sorted((key[:-1] for key in keys if key.endswith("*")), key=_shortest_first)
        # Found by their heads, as most words begin like none of them; the few too short for one
        # are looked for in every word.
        self.short = tuple(one for one in beginnings if len(one) < HEAD)
        self.beginnings: dict[str, tuple[str, ...]] = {}
        for one in beginnings[len(self.short) :]:
            self.beginnings[one[:HEAD]] = (*self.beginnings.get(one[:HEAD], self.short), one)

    def __missing__(self, word: str) -> Start:
        keys: Keys = (stem(word),)
        begun = self.beginnings.get(word[:HEAD], self.short)
        if word.startswith(begun):
            keys += tuple(f"{one}*" for one in begun if word.startswith(one))
        known = [key for key in keys if key in self.begun]
        if not known:
            start: Start = (keys, {}, ())
        elif len(known) == 1:
            start = (keys, *self.begun[known[0]])
        else:
            start = (keys, *_start([one for key in known for one in self.patterns[key]]))
        self[word] = start
        return start


def _start(patterns: Sequence[Pattern]) -> Begun:
    """What begins with a word: the longer ones by the key that follows, and those of one word."""
    longer: dict[str, tuple[Pattern, ...]] = {}
    single: list[Pattern] = []
    for one in sorted(patterns, key=_longest_first):
        if len(one.keys) > 1:
            longer[one.keys[1]] = (*longer.get(one.keys[1], ()), one)
        else:
            single.append(one)
    return longer, tuple(single)


@dataclass
class Vocabulary:
    """What `compile_vocabulary` makes of topics; reading a text leaves only a cache behind."""

    topics: tuple[Topic, ...]
    terms: tuple[Term, ...] = ()
    conditions: dict[int, tuple[Condition, ...]] = field(default_factory=dict)
    starts: Starts = field(default_factory=lambda: Starts({}), repr=False)

    def find(self, words: Words, passages: Sequence[int]) -> list[Hit]:
        """The terms of each topic in order: of overlapping ones the longest, where contexts fit.

        ``passages`` numbers the passage of each word: 0 for the title and the
        summary, which stand near every passage; the others from 1.
        """
        starts = [*map(self.starts.__getitem__, words.words), _NOTHING]
        hits: list[Hit] = []
        context: dict[int, list[int]] = {}
        ends = [0] * (len(self.topics) + 1)  # the last, for context (-1), stays at 0
        for position, (_, longer, single) in enumerate(starts):
            found = single
            if longer and not longer.keys().isdisjoint(starts[position + 1][0]):
                found = (*_longer(longer, starts, position), *single)
            for topic, number, keys in found:
                if topic < 0:
                    context.setdefault(number, []).append(position)
                elif position >= ends[topic]:
                    hits.append(Hit(topic, number, position))
                    ends[topic] = position + len(keys)
        return [hit for hit in hits if self._fits(hit, context, passages)]

    def _fits(self, hit: Hit, context: Mapping[int, list[int]], passages: Sequence[int]) -> bool:
        """Whether a term means its topic where it stands.

        A word has one sense in a passage: what there confirms it is weighed
        against what excludes it, and must outweigh it. Where nothing speaks
        either way, a sure term stands, and one that nothing could confirm.
        """
        for one in self.conditions.get(hit.number, ()):
            against = _count_near(one.unless, hit.position, context, passages)
            if one.beside and (against or not one.unless or self.terms[hit.number].weight < SURE):
                if _count_near(one.beside, hit.position, context, passages) <= against:
                    return False
            elif against:
                return False
        return True


SURE = 3.0


def compile_vocabulary(topics: Iterable[Topic]) -> Vocabulary:
    """The vocabulary of ``topics``; one without terms is found by nothing."""
    vocabulary = Vocabulary(tuple(topics))
    terms: list[Term] = []
    patterns: dict[str, list[Pattern]] = defaultdict(list)
    numbers: dict[Keys, int] = {}
    for index, topic in enumerate(vocabulary.topics):
        by_keys: dict[Keys, int] = {}
        for term in topic.terms:
            keys = keys_of(term.text)
            if keys and keys not in by_keys:
                by_keys[keys] = len(terms)
                patterns[keys[0]].append(Pattern(index, len(terms), keys))
                terms.append(term)
        for context in topic.contexts:
            condition = Condition(
                frozenset(_context_numbers(context.beside, numbers)),
                frozenset(_context_numbers(context.unless, numbers)),
            )
            _attach(condition, context, by_keys, vocabulary.conditions)
    for keys, number in numbers.items():
        patterns[keys[0]].append(Pattern(-1, number, keys))
    vocabulary.terms = tuple(terms)
    vocabulary.starts = Starts({key: tuple(group) for key, group in patterns.items()})
    return vocabulary


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


def _context_numbers(words: Iterable[str], numbers: dict[Keys, int]) -> Iterable[int]:
    for keys in filter(None, map(keys_of, words)):
        yield numbers.setdefault(keys, len(numbers))


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


def _count_near(
    numbers: frozenset[int],
    position: int,
    context: Mapping[int, list[int]],
    passages: Sequence[int],
) -> int:
    """How many of the words ``numbers`` stand in the passage of ``position``, or in the head."""
    here = passages[position]
    near = (here, 0) if here else (0, 1)
    return sum(
        any(passages[place] in near and place != position for place in context.get(number, ()))
        for number in numbers
    )
