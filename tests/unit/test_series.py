"""Posts that share a series' name."""

from __future__ import annotations

from plugins.posts.series import Series, build_series


def test_parts_are_in_the_order_given_with_their_places() -> None:
    posts = [("Le ciel", "fr", "a"), ("La mer", "fr", "b"), ("Le ciel", "fr", "c")]
    assert build_series(posts) == [
        ("a", Series("Le ciel", ("a", "c"), 1)),
        ("c", Series("Le ciel", ("a", "c"), 2)),
        ("b", Series("La mer", ("b",), 1)),
    ]


def test_spellings_of_one_name_are_one_series_under_the_first() -> None:
    posts = [("L’œuvre", "fr", 1), ("l'oeuvre", "fr", 2), ("L’ŒUVRE ", "fr", 3)]
    assert {(series.name, series.parts) for _, series in build_series(posts)} == {
        ("L’œuvre", (1, 2, 3))
    }


def test_translations_are_a_series_of_their_own() -> None:
    posts = [("Le ciel", "fr", "a"), ("le ciel", "en", "b"), ("Le ciel", "en", "c")]
    assert build_series(posts) == [
        ("a", Series("Le ciel", ("a",), 1)),
        ("b", Series("le ciel", ("b", "c"), 1)),
        ("c", Series("le ciel", ("b", "c"), 2)),
    ]


def test_no_posts_make_no_series() -> None:
    assert build_series([]) == []
