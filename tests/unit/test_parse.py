"""A file is taken apart into entries, each with its line, and a body."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.frontmatter.parse import Document, Entry, FrontMatterError, Value, parse


def values(text: str) -> dict[str, Value]:
    return {entry.key: entry.value for entry in parse(text).entries}


def error_of(text: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as caught:
        parse(text)
    return caught.value


def test_yaml_between_fences() -> None:
    text = "---\ntitre: Un\n\n# un mot\nsujets:\n  - a\n  - b\n---\n\nLe texte.\n"
    assert parse(text) == Document(
        (Entry("titre", "Un", 2), Entry("sujets", ["a", "b"], 5)), "\nLe texte.\n", 9
    )


def test_pelican_headers_above_a_blank_line() -> None:
    text = "Title: Un\nDate: 2026-01-02\nSummary: une phrase\n    qui continue\n\n\nLe texte.\n"
    assert parse(text) == Document(
        (
            Entry("Title", "Un", 1),
            Entry("Date", "2026-01-02", 2),
            Entry("Summary", "une phrase qui continue", 3),
        ),
        "\nLe texte.\n",
        6,
    )


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("", Document((), "", 1)),
        ("Le texte.\nTitre: non\n", Document((), "Le texte.\nTitre: non\n", 1)),
        ("https://example.org\n", Document((), "https://example.org\n", 1)),
        ("# Titre : sous-titre\n", Document((), "# Titre : sous-titre\n", 1)),
        ("---\n---\nLe texte.", Document((), "Le texte.", 3)),
        ("---\n# rien\n---", Document((), "", 4)),
        ("--- \nid: x\n...\t\n", Document((Entry("id", "x", 2),), "", 4)),
        ("---\nid: x\n---\na\n---\nb", Document((Entry("id", "x", 2),), "a\n---\nb", 4)),
        ("Titre: seul", Document((Entry("Titre", "seul", 1),), "", 2)),
        ("Titre:\nDate: x", Document((Entry("Titre", "", 1), Entry("Date", "x", 2)), "", 3)),
    ],
    ids=[
        "nothing",
        "text-alone",
        "an-address-is-no-header",
        "a-heading-is-no-header",
        "empty-yaml",
        "commented-yaml",
        "dots-close-too",
        "the-first-fence-closes",
        "headers-alone",
        "header-without-a-value",
    ],
)
def test_what_is_front_matter_and_what_is_text(text: str, document: Document) -> None:
    assert parse(text) == document


@pytest.mark.parametrize(
    "typed",
    ["2001", "No", "oui", "null", "~", "1e3", "0x10", "2026-01-02", "1_000", "12:30", "don't"],
)
def test_a_scalar_stays_the_string_that_was_typed(typed: str) -> None:
    assert values(f"---\ntitle: {typed}\n---\n") == {"title": typed}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Drones : le bruit", "Drones : le bruit"),
        ("title : Drones : le bruit", "Drones : le bruit"),
        ("title: Drones\u00a0: le bruit", "Drones\u00a0: le bruit"),
        ("title: Drones\u202f: le bruit", "Drones\u202f: le bruit"),
        ("title: Drones: the noise", "Drones: the noise"),
        ("title: L'IA : un « test » : l'été", "L'IA : un « test » : l'été"),
        ("title: Pourquoi :", "Pourquoi :"),
        ("title: 14:30 : le départ", "14:30 : le départ"),
        ("title: «Drones» : le bruit   ", "«Drones» : le bruit"),
        ('title: "Drones : le bruit"', "Drones : le bruit"),
        ("title: 'L''IA : déjà'", "L'IA : déjà"),
        ("title: {a: b}", {"a": "b"}),
        ("title: [a, b]", ["a", "b"]),
        ("title: Drones # un mot", "Drones"),
    ],
)
def test_a_french_colon_needs_no_quotes(line: str, value: Value) -> None:
    assert values(f"---\n{line}\n---\n") == {"title": value}


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_before_the_colon_of_a_key_changes_nothing(space: str) -> None:
    """French keyboards and editors put one there by themselves."""
    text = f"---\ntitre{space}: Drones : le bruit\n---\n"
    assert [(entry.key.strip(), entry.value) for entry in parse(text).entries] == [
        ("titre", "Drones : le bruit")
    ]
    assert values(f"titre{space}: Drones : le bruit\n") == {"titre": "Drones : le bruit"}


def test_blocks_of_text_keep_their_colons() -> None:
    text = "---\nrésumé: >-\n  Drones : le bruit,\n  puis le vent : voilà.\nid: x\n---\n"
    assert values(text) == {"résumé": "Drones : le bruit, puis le vent : voilà.", "id": "x"}


def test_entries_keep_their_order_and_repetitions() -> None:
    assert parse("---\nb: 1\na: 2\nb: 3\n---\n").entries == (
        Entry("b", "1", 2),
        Entry("a", "2", 3),
        Entry("b", "3", 4),
    )


def test_lists_of_groups() -> None:
    text = "---\nliens:\n  - label: un\n    url: https://m.example/@s\n  - {label: a, url: b}\n---"
    assert values(text) == {
        "liens": [{"label": "un", "url": "https://m.example/@s"}, {"label": "a", "url": "b"}]
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        (
            "---\ntitle: a\nb: c\n  d: e\n---\n",
            4,
            4,
            "un deux-points se trouve là où aucune clé ne peut commencer",
        ),
        (
            "---\nid: x\nsujets: [a, b\ndate: y\n---\n",
            4,
            5,
            "une liste ouverte par « [ » n’a pas sa virgule ou son « ] »",
        ),
        (
            "---\nliens: {a: b\ndate: y\n---\n",
            3,
            5,
            "un groupe ouvert par « { » n’a pas sa virgule ou son « } »",
        ),
        (
            '---\ntitle: "Un\ndate: y\n---\n',
            3,
            8,
            "un guillemet ou un crochet n’est jamais fermé",
        ),
        (
            "---\ntitle: @samuguru\n---\n",
            2,
            8,
            "aucune valeur ne peut commencer par ce caractère",
        ),
        (
            '---\ntitle: "Un" deux\n---\n',
            2,
            13,
            "une clé est attendue ici ; le retrait est peut-être faux",
        ),
        (
            "---\nsujets:\n  - a\n  b\nid: x\n---\n",
            5,
            1,
            "il manque un deux-points après une clé",
        ),
        (
            "---\nsujets:\n  - a\n  b: c\n---\n",
            4,
            3,
            "un « - » est attendu ici, comme aux lignes précédentes",
        ),
    ],
    ids=[
        "key-within-a-key",
        "open-list",
        "open-group",
        "open-quote",
        "no-value",
        "text-behind-a-quote",
        "no-colon",
        "no-hyphen",
    ],
)
def test_faults_of_yaml_are_told_in_french_at_their_place(
    french: Callable[[str], str], text: str, line: int, column: int, reason: str
) -> None:
    error = error_of(text)
    said = error.cause.render(french).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == f"L’en-tête n’est pas du YAML valable : {reason}."
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: a\n\ntexte", 1, "never closed"),
        ("---\n- a\n- b\n---\n", 2, "not a list of keys"),
        ("---\njuste du texte\n---\n", 2, "not a list of keys"),
        ("Titre: a\nsuite sans retrait\n\ntexte", 2, "neither “Key: value” nor"),
        ("Titre: a\nDate: b\n# Section\n", 3, "neither “Key: value” nor"),
    ],
)
def test_other_faults_are_placed_too(text: str, line: int, words: str) -> None:
    error = error_of(text)
    assert error.line == line
    assert words in str(error.cause)
    assert str(error.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &x [un]\nb: *x\n---\n",
        "---\na: &x {un: deux}\nb: [*x, *x]\n---\n",
        "---\na: &x [*x]\n---\n",
        "---\na: &x un\nb: *x\n---\n",
    ],
    ids=["list", "mapping", "of-itself", "scalar"],
)
def test_yaml_aliases_are_refused(text: str) -> None:
    assert "alias" in str(error_of(text).cause)


def test_an_alias_cannot_grow_without_end() -> None:
    """The «billion laughs»: eight lines that would fill a computer's memory."""
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    text = "\n".join(["---", "a0: &a0 [x]", *lines, "---"])
    error = error_of(text)
    assert "alias" in str(error.cause)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: a\x07b\n---\n",
        f"---\na: {'[' * 1000}{']' * 1000}\n---\n",
        f"---\na: {'{b: ' * 1000}{'}' * 1000}\n---\n",
        f"---\na: {'[' * 1000}\n---\n",
        "---\na: !!python/object:os.system x\n  b: c\n---\n",
        "---\n%YAML 9.9\nb: c\n---\n",
    ],
    ids=["control", "deep-lists", "deep-groups", "unclosed", "tag", "directive"],
)
def test_whatever_is_wrong_is_a_front_matter_error(text: str) -> None:
    assert str(error_of(text).cause)


def test_a_tag_makes_no_object() -> None:
    assert values("---\na: !!python/name:os.system x\nb: !!int 3\n---\n") == {"a": "x", "b": "3"}
