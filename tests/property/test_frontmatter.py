"""Front matter: any text is read or told, and what was written down is what is read."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.files import Unreadable, check_text, fold
from plugins.frontmatter.fields import AUTHOR, PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.parse import Document, FrontMatterError, parse
from plugins.frontmatter.schema import Schema, load_source

READING = Reading(ZoneInfo("Europe/Paris"))
SCHEMAS = st.sampled_from([POST, PAGE, AUTHOR, TOPIC])

# Texts that look like front matter more often than any text would.
PIECES = st.one_of(
    st.sampled_from(
        [*"---\n: -[]{}'\"#&*!|>%@`,?~\t", "---\n", "...\n", "title: ", "sujets", "    ", "\u00a0"]
    ),
    st.sampled_from(sorted({*POST.spellings, *AUTHOR.spellings, *TOPIC.spellings})),
    st.sampled_from(["2 janvier 2026", "2026-01-02", "9999-12-31", "brouillon", "[a, b]", "\\b"]),
    st.text(max_size=8),
)
LIKELY = st.lists(PIECES, max_size=25).map("".join)
FENCED = LIKELY.map(lambda block: f"---\n{block}\n---\nUn texte.\n")
TEXTS = st.one_of(st.text(), LIKELY, FENCED)

# What an author types on one line, where no space begins or ends it.
LINES = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]) | st.just(" "),
    min_size=1,
    max_size=30,
).filter(lambda line: line == line.strip())
WORDS = st.text(st.sampled_from("abcdéèœIA’' 0123"), min_size=1, max_size=12).filter(
    lambda word: word == word.strip()
)


def read(text: str) -> Document | FrontMatterError:
    """What became of ``text``; any other exception is a fault of ours."""
    try:
        return parse(text)
    except FrontMatterError as error:
        return error


@given(TEXTS)
@example("---\na: \x07\n---\n")
@example("---\n[\n")
@settings(max_examples=300)
def test_any_text_is_read_or_told(text: str) -> None:
    found, lines = read(text), text.split("\n")
    if isinstance(found, Document):
        assert found.body == "\n".join(lines[found.body_line - 1 :])
        assert all(1 <= entry.line < found.body_line for entry in found.entries)
    else:
        assert 1 <= found.line <= len(lines)
        assert found.column is None or found.column >= 1
        assert str(found.cause)
        assert str(found.remedy)


@given(SCHEMAS, TEXTS)
@settings(max_examples=200)
def test_any_text_is_checked_without_an_exception(schema: Schema, text: str) -> None:
    try:
        document = parse(check_text(text, Path("a.md")))
    except (FrontMatterError, Unreadable):
        return
    found, problems = schema.check(document, READING)
    names = {one.name for one in schema.fields}
    assert set(found.values) <= names
    for one in schema.fields:
        if one.required and one.name not in found.values:
            assert problems, one.name
    for problem in problems:
        assert str(problem.cause)
        assert str(problem.remedy)
        assert problem.line is not None


@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_any_file_is_loaded_without_an_exception(tmp_path_factory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.md"
    path.write_bytes(data)
    source = load_source(path, POST, READING)
    assert all(problem.path == path for problem in source.problems)
    assert source.problems or {"title", "date"} <= set(source.front_matter.values)


@given(LINES)
def test_a_title_between_quotes_is_read_as_it_was_typed(title: str) -> None:
    quoted = title.replace("'", "''")
    [entry] = parse(f"---\ntitle: '{quoted}'\n---\n").entries
    assert entry.value == title


@given(st.lists(WORDS, min_size=2, max_size=4), st.sampled_from([" : ", "\u00a0: ", ": "]))
def test_a_title_with_french_colons_needs_no_quotes(words: list[str], colon: str) -> None:
    title = "Titre " + colon.join(words)
    [entry] = parse(f"---\ntitle: {title}\n---\n").entries
    assert entry.value == title


@given(LINES)
def test_a_header_is_read_as_it_was_typed(title: str) -> None:
    [entry] = parse(f"Title: {title}\n\nUn texte.").entries
    assert (entry.value, entry.line) == (title, 1)


@given(st.dictionaries(st.sampled_from(sorted(POST.spellings)), LINES, max_size=6), st.text())
def test_what_yaml_writes_is_what_is_read(values: dict[str, str], body: str) -> None:
    block = yaml.safe_dump(values, allow_unicode=True, width=10_000, sort_keys=False)
    text = f"---\n{block if values else ''}---\n{body}"
    document = parse(text)
    assert {entry.key: entry.value for entry in document.entries} == values
    assert document.body == body
    for entry in document.entries:
        assert text.split("\n")[entry.line - 1].startswith(entry.key)


@given(SCHEMAS, st.data())
def test_a_key_is_known_in_any_case_with_or_without_accents(
    schema: Schema, data: st.DataObject
) -> None:
    spelling = data.draw(st.sampled_from(schema.spellings))
    written = data.draw(
        st.sampled_from(
            [
                spelling,
                spelling.upper(),
                spelling.title(),
                fold(spelling),
                spelling.replace("_", "-"),
            ]
        )
    )
    _, problems = schema.check(parse(f"---\n{written}: x\n---\n"), READING)
    assert "unknown-key" not in {problem.code for problem in problems}


@pytest.mark.parametrize("schema", [POST, PAGE, AUTHOR, TOPIC])
def test_suggestions_are_accepted_keys(schema: Schema) -> None:
    """Each spelling with a letter left out is told with a spelling that works."""
    for spelling in schema.spellings:
        for place in range(1, len(spelling)):
            typed = spelling[:place] + spelling[place + 1 :]
            document = parse(f"---\n{typed}: x\n---\n")
            _, problems = schema.check(document, READING)
            for problem in problems:
                if problem.code == "unknown-key" and "word" in problem.remedy.values:
                    assert problem.remedy.values["word"] in schema.spellings
