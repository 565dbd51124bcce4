"""A digest is another as soon as anything that can be read is; what cannot be told is refused."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import PosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins import model
from plugins.incremental.views import Seen, Unfit, View, Viewer, kind_of_view, see_path


@dataclass(frozen=True)
class Pair:
    one: Any
    other: Any = None


@dataclass(frozen=True)
class Twin:
    one: Any
    other: Any = None


@dataclass(frozen=True)
class Quiet:
    shown: int
    silent: int = field(repr=False, compare=False, default=0)


class Post:
    def __init__(self, title: str) -> None:
        self.title = title


def viewer() -> Viewer:
    made = Viewer({})

    def see_post(post: Post) -> Seen:
        values, key, _ = made.see_values({"title": post.title})
        return kind_of_view("Post")(values), key, frozenset({id(post)})

    made._kinds.update({Post: see_post, PosixPath: see_path})
    return made


PARIS = ZoneInfo("Europe/Paris")
DIFFERENT: list[Any] = [
    None, False, True, 0, 1, 1.0, "1", b"1", "", (), [], {}, frozenset(), ("",), [""], ("", ""),
    (("a",), "b"), ("a", ("b",)), ("a", "b"), ("ab",), ["a", "b"], {"a": "b"}, {"b": "a"},
    {"a": 1, "b": 2}, {"b": 2, "a": 1}, frozenset({"a"}), Markup("1"), date(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2026, 1, 1, tzinfo=PARIS), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    datetime(2026, 10, 25, 2, tzinfo=PARIS), datetime(2026, 10, 25, 2, tzinfo=PARIS, fold=1),
    Pair("a"), Twin("a"), Pair("a", "b"), Pair("b", "a"), Pair(Pair("a")), Quiet(1), Quiet(1, 1),
    PosixPath("a"), Post("a"), Post("b"), (Post("a"),), [Post("a")], Pair(Post("a")),
]  # fmt: skip


def test_different_values_have_different_digests() -> None:
    keys = [viewer().see(value)[1] for value in DIFFERENT]
    for (index, one), (other, two) in (
        pair for pair in pairwise(sorted(enumerate(keys), key=lambda item: item[1]))
    ):
        assert one != two, (DIFFERENT[index], DIFFERENT[other])


PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.datetimes() | st.binary()
NESTED = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(Pair, inner, inner)
    ),
    max_leaves=8,
)


@given(NESTED, NESTED)
def test_equal_digests_mean_equal_values(one: Any, other: Any) -> None:
    same = repr(one) == repr(other)
    assert (viewer().see(one)[1] == viewer().see(other)[1]) is same


@given(NESTED)
def test_plain_values_are_handed_over_as_they_are(value: Any) -> None:
    assert viewer().see(value)[0] == value


def test_an_object_inside_is_seen_as_a_view() -> None:
    (seen,), *_ = viewer().see((Pair([Post("a")]),))
    assert isinstance(seen.one[0], View)
    assert seen.one[0].title == "a"
    assert seen.other is None


def test_an_attribute_that_was_not_handed_over_is_none() -> None:
    seen, *_ = viewer().see(Post("a"))
    with pytest.raises(AttributeError, match=r"'Post' object has no attribute 'titel'"):
        seen.titel  # noqa: B018


def test_a_value_says_which_contents_it_shows() -> None:
    one, other, made = Post("a"), Post("b"), viewer()
    both: list[Any] = [Pair(one), {"more": (other, one)}, "c"]
    assert made.see(both)[2] == {id(one), id(other)}
    assert made.see(both[0])[2] == {id(one)}
    assert made.see(("c", 1))[2] == frozenset()


def test_what_shows_a_forgotten_content_is_looked_at_again_and_nothing_else() -> None:
    one, other, made = Post("a"), Post("b"), viewer()
    lists = [one], [other], [one, other]
    before = [made.see(value) for value in lists]
    one.title = other.title = "c"
    made.forget({id(one)})
    after = [made.see(value) for value in lists]
    assert [new is old for new, old in zip(after, before, strict=True)] == [False, True, False]
    assert [seen[0][0].title for seen in after] == ["c", "b", "c"]


@pytest.mark.parametrize("value", [object(), lambda: 1, iter(()), Viewer({}), (1, object())])
def test_what_cannot_be_told_is_refused(value: Any) -> None:
    with pytest.raises(Unfit):
        viewer().see(value)


def test_every_noun_of_the_house_can_be_told() -> None:
    """Its fields are annotated with plain types: see `plugins.model`."""
    nouns = [one for one in vars(model).values() if is_dataclass(one)]
    assert len(nouns) > 8
    for noun in nouns:
        assert fields(noun)
    source = PosixPath("a")
    profile = model.Profile("a", "A", "", "a/", source, portrait=model.Picture("b", "c"))
    assert viewer().see(model.Count(profile, 2))[1] != viewer().see(model.Count(profile, 3))[1]
