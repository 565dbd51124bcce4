"""What a value of the front matter may be, and what is said of any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.frontmatter import kinds
from plugins.frontmatter.fields import STATUSES
from plugins.frontmatter.kinds import Invalid, Kind, Reading
from plugins.frontmatter.parse import Value
from plugins.model import Link

UUID = "257c5131-eea5-4dc7-9741-c00bbc74da08"


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (kinds.text, "  Un \t titre\n long ", "Un titre long"),
        (kinds.text, "Un\u00a0titre\u202f!", "Un\u00a0titre\u202f!"),
        (kinds.words, ["drones", " IA "], ("drones", "IA")),
        (kinds.words, "drones, IA", ("drones", "IA")),
        (kinds.words, "drones ; vie privée, vie publique", ("drones", "vie privée, vie publique")),
        (kinds.words, "drones,, ,IA,", ("drones", "IA")),
        (kinds.words, ["IA", "drones", "IA"], ("IA", "drones")),
        (kinds.words, "drones", ("drones",)),
        (kinds.words, [], ()),
        (kinds.word_groups, {"fr": ["IA", "robot"], "en": "AI, robot"}, ("IA", "robot", "AI")),
        (kinds.word_groups, ["IA", "AI"], ("IA", "AI")),
        (kinds.word_groups, "IA, AI", ("IA", "AI")),
        (kinds.flag, "oui", True),
        (kinds.flag, "Vrai", True),
        (kinds.flag, "true", True),
        (kinds.flag, "NON", False),
        (kinds.flag, "faux", False),
        (kinds.flag, "false", False),
        (kinds.number(0, 359), "0", 0),
        (kinds.number(0, 359), " 359 ", 359),
        (kinds.number(-5, 5), "-5", -5),
        (kinds.slug, "le-bruit-2", "le-bruit-2"),
        (kinds.language, "fr", "fr"),
        (kinds.language, "EN-gb", "en-gb"),
        (kinds.identifier, UUID, f"urn:uuid:{UUID}"),
        (kinds.identifier, UUID.upper(), f"urn:uuid:{UUID}"),
        (kinds.identifier, f"urn:uuid:{UUID}", f"urn:uuid:{UUID}"),
        (kinds.identifier, f"URN:UUID:{UUID.upper()}", f"urn:uuid:{UUID}"),
        (kinds.identifier, "https://example.org/?p=12", "https://example.org/?p=12"),
        (kinds.identifier, "tag:example.org,2011:a", "tag:example.org,2011:a"),
        (
            kinds.links,
            [{"label": "Site", "url": "https://example.org"}],
            (Link("Site", "https://example.org"),),
        ),
        (
            kinds.links,
            {"Site": "https://example.org/a b".replace(" ", "-")},
            (Link("Site", "https://example.org/a-b"),),
        ),
        (kinds.links, [], ()),
    ],
)
def test_a_value_is_read(reading: Reading, kind: Kind, value: Value, result: object) -> None:
    assert kind(value, reading) == result


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (kinds.text, ["un", "deux"], "invalid-value"),
        (kinds.text, {"un": "deux"}, "invalid-value"),
        (kinds.words, {"un": "deux"}, "invalid-value"),
        (kinds.words, [["un"]], "invalid-value"),
        (kinds.word_groups, {"fr": {"un": "deux"}}, "invalid-value"),
        (kinds.date, "hier", "invalid-date"),
        (kinds.date, ["2026-01-02"], "invalid-value"),
        (kinds.date, "0001-01-01", "invalid-date"),
        (kinds.flag, "peut-être", "invalid-value"),
        (kinds.number(0, 359), "360", "invalid-value"),
        (kinds.number(0, 359), "-1", "invalid-value"),
        (kinds.number(0, 359), "12.5", "invalid-value"),
        (kinds.number(0, 359), "1" * 5000, "invalid-value"),
        (kinds.slug, "Été 2026", "invalid-slug"),
        (kinds.slug, "a/b", "invalid-slug"),
        (kinds.slug, "…", "invalid-slug"),
        (kinds.language, "français", "invalid-value"),
        (kinds.language, "fr_FR", "invalid-value"),
        (kinds.identifier, "2222", "invalid-id"),
        (kinds.identifier, f"{UUID}0", "invalid-id"),
        (kinds.identifier, "urn:uuid:x", "invalid-id"),
        (kinds.links, "https://example.org", "invalid-value"),
        (kinds.links, ["https://example.org"], "invalid-value"),
        (kinds.links, [{"label": "a"}], "invalid-value"),
        (kinds.links, [{"label": "a", "url": "https://b.example", "c": "d"}], "invalid-value"),
        (kinds.links, [{"label": "", "url": "https://b.example"}], "invalid-value"),
        (kinds.links, {"a": "javascript:alert(1)"}, "invalid-value"),
        (kinds.links, {"a": "example.org"}, "invalid-value"),
        (kinds.links, {"a": "https://"}, "invalid-value"),
    ],
)
def test_a_value_is_refused(reading: Reading, kind: Kind, value: Value, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        kind(value, reading)
    assert caught.value.code == code
    assert str(caught.value.remedy)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("brouillon", "draft"),
        ("Brouillon", "draft"),
        ("draft", "draft"),
        ("publié", "published"),
        ("publie", "published"),
        ("Publiée", "published"),
        ("published", "published"),
        ("caché", "hidden"),
        ("cachée", "hidden"),
        ("masqué", "hidden"),
        ("hidden", "hidden"),
        ("unlisted", "hidden"),
    ],
)
def test_a_status_in_both_languages(reading: Reading, typed: str, status: str) -> None:
    assert kinds.choice(STATUSES)(typed, reading) == status


def test_a_status_that_is_none_is_told_with_the_nearest(
    reading: Reading, french: Callable[[str], str]
) -> None:
    with pytest.raises(Invalid) as caught:
        kinds.choice(STATUSES)("brouilon", reading)
    assert "brouillon" in caught.value.remedy.render(french)


def test_a_slug_that_is_none_is_told_with_one_that_is(reading: Reading) -> None:
    for typed, proposed in (("L’Été 2026", "l-ete-2026"), ("…", "mon-article")):
        with pytest.raises(Invalid) as caught:
            kinds.slug(typed, reading)
        assert proposed in str(caught.value.remedy)
