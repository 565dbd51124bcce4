"""The terms of all topics, compiled once into one index that a text is read against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
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


@dataclass
class Vocabulary:
    """What `compile_vocabulary` makes of topics; reading a text leaves only a cache behind."""

    topics: tuple[Topic, ...]
    terms: tuple[Term, ...] = ()
    conditions: dict[int, tuple[Condition, ...]] = field(default_factory=dict)
    patterns: dict[str, tuple[Pattern, ...]] = field(default_factory=dict)
    _seen: dict[str, tuple[Keys, tuple[Pattern, ...]]] = field(default_factory=dict, repr=False)

    @cached_property
    def prefixes(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """The beginnings that end in ``*`` somewhere, by their length."""
        found: dict[int, set[str]] = defaultdict(set)
        keys = {key for group in self.patterns.values() for one in group for key in one.keys}
        for key in keys:
            if key.endswith("*"):
                found[len(key) - 1].add(key[:-1])
        return tuple((length, frozenset(found[length])) for length in sorted(found))

    def look_up(self, word: str) -> tuple[Keys, tuple[Pattern, ...]]:
        """The keys of a folded word and the patterns that begin with one, longest first."""
        known = self._seen.get(word)
        if known is None:
            begun = (word[:n] for n, these in self.prefixes if word[:n] in these)
            keys = (stem(word), *(f"{start}*" for start in begun))
            found = [one for key in keys for one in self.patterns.get(key, ())]
            found.sort(key=lambda one: (-len(one.keys), one.number))
            known = self._seen[word] = (keys, tuple(found))
        return known

    def find(self, words: Words) -> list[Hit]:
        """The terms of each topic in order, of overlapping ones the longest, where contexts fit."""
        seen, look_up = self._seen, self.look_up
        looked_up = [seen.get(word) or look_up(word) for word in words.words]
        looked_up.append(((), ()))  # what follows the last word
        hits: list[Hit] = []
        context: dict[int, list[int]] = {}
        ends = [0] * (len(self.topics) + 1)  # the last, for context (-1), stays at 0
        for position, (_, patterns) in enumerate(looked_up):
            for topic, number, keys in patterns:
                if position < ends[topic] or (
                    len(keys) > 1
                    and (
                        keys[1] not in looked_up[position + 1][0]
                        or (len(keys) > 2 and not _follows(keys, looked_up, position))  # noqa: PLR2004
                    )
                ):
                    continue
                if topic < 0:
                    context.setdefault(number, []).append(position)
                else:
                    hits.append(Hit(topic, number, position))
                    ends[topic] = position + len(keys)
        return [hit for hit in hits if hit[1] not in self.conditions or self._fits(hit, context)]

    def _fits(self, hit: Hit, context: dict[int, list[int]]) -> bool:
        """Whether every condition of a term holds where it was found.

        A sure term that has both kinds of words needs none of the first, as
        long as none of the second is near.
        """
        for one in self.conditions[hit.number]:
            if one.beside and _is_near(one.beside, hit.position, context):
                continue
            if one.beside and (not one.unless or self.terms[hit.number].weight < SURE):
                return False
            if _is_near(one.unless, hit.position, context):
                return False
        return True


SURE = 3.0
WINDOW = 60


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
    vocabulary.patterns = {key: tuple(group) for key, group in patterns.items()}
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


def _follows(keys: Keys, looked_up: list[tuple[Keys, tuple[Pattern, ...]]], position: int) -> bool:
    if position + len(keys) > len(looked_up):
        return False
    return all(key in looked_up[position + n][0] for n, key in enumerate(keys[1:], 1))


def _is_near(numbers: frozenset[int], position: int, context: dict[int, list[int]]) -> bool:
    for number in numbers:
        for place in context.get(number, ()):
            if 0 < abs(place - position) <= WINDOW:
                return True
    return False
