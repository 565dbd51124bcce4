"""What strangers type: what is hostile ends as words, what is meant is set as the posts are."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from plugins.discussion.cleaning import HIDDEN, clean_name, clean_text, clean_website
from plugins.discussion.markup import MOST_MARKDOWN, CommentSetter, plain_words
from plugins.discussion.moderation import Links, Received, render_mail
from plugins.discussion.stances import STANCES, count_stances, split_stance
from plugins.typography.tree import TypographyExtension

SETTER = CommentSetter((TypographyExtension(),))
ALLOWED = {"a", "blockquote", "br", "code", "del", "div", "em", "li", "ol", "p", "pre"}
ALLOWED |= {"strong", "sup", "ul"}

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)> <b onclick='alert(1)'>b</b> <svg/onload=alert(1)>",
    "javascript": "[a](javascript:alert(1)) <JaVaScRiPt:alert(1)> [b]( java\nscript:alert(1))",
    "data": "[a](data:text/html;base64,PHNjcmlwdD4=) ![x](data:image/svg+xml,<svg/onload=alert()>)",
    "own-address": "[a](/discussion/admin/) [b](//evil.example/) [c](#comment-1)",
    "picture": "![a](https://evil.example/pixel.png)",
    "quotes": "> " * 400 + "x",
    "list": "\n".join("  " * n + "- x" for n in range(120)),
    "links": "[a](" * 2500,
    "brackets": "[" * 11_000,
    "emphasis": "**_" * 3500,
    "mixed-emphasis": "*a **b " * 1500,
    "ticks": "`` ` " * 2000,
    "entities": "&lt;script&gt; &#60;script&#62; &" * 300,
    "long": "x" * 65_535,
    "long-markdown": "**a** " * 10_900,
    "long-addresses": "a.b@c." * 10_900,
    "nul": "a\x00<scr\x00ipt>alert(1)</script>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_harmless_and_takes_no_time(text: str) -> None:
    start = time.process_time()
    html = SETTER.render(clean_text(text))
    assert time.process_time() - start < 5, "no text makes a build slow"
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    assert {str(element.tag) for element in root.iter()} <= ALLOWED
    for element in root.iter():
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else {"class"})
        if element.tag == "a":
            assert re.match(r"https?://[^/]", element.get("href") or "")
            assert element.get("rel") == "nofollow ugc"
    assert max(len(list(element.iterancestors())) for element in root.iter()) < 20


def test_the_words_of_what_was_meant_as_an_attack_are_kept() -> None:
    assert SETTER.render("<script>alert(1)</script>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )
    assert SETTER.render("**" * 50) == f"<p>{'**' * 50}</p>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"à jean\@exemple.fr", f"<p>à {HIDDEN}</p>"),
        ("`jean`@exemple.fr, non", f"<p><code>{HIDDEN}</code>, non</p>"),
        ("**jean**@*exemple*.fr", f"<p><strong>{HIDDEN}</strong><em></em></p>"),
        ("<https://a.example/@nom@b.example>", "https://a.example/@nom@b.example"),
    ],
)
def test_no_markup_spells_an_address_out(typed: str, shown: str) -> None:
    html = SETTER.render(clean_text(typed))
    assert shown in html
    assert "jean" not in html


def test_a_comment_is_set_as_the_posts_are() -> None:
    html = SETTER.render("«Non» : c'est *faux*...\nhttps://example.org/a")
    assert "«\u00a0Non\u00a0»\u00a0: c’est <em>faux</em>…<br>" in html
    assert '<a href="https://example.org/a" rel="nofollow ugc">' in html


def test_markup_that_no_renderer_is_asked_to_read_is_set_as_lines() -> None:
    html = SETTER.render("**a**\n" * (MOST_MARKDOWN // 4))
    assert "<strong>" not in html
    assert html.count("<br>") > 1000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("abc\u202edef\u2066ghi\u200f", "abcdefghi"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306a", "\u0179\u0302\u0303a"),
        ("e\u0301te\u0301", "été"),
        ("a\u00a0! \u202fb", "a\u00a0! \u202fb"),
        ("écris à jean.dupont+x@mail.example.org.", f"écris à {HIDDEN}."),
        ("@sam@mastodon.example et sam @ chez moi", "@sam@mastodon.example et sam @ chez moi"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("jean@\u200dexemple.fr", HIDDEN),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("a\ufdd0\U0001fffe\uf8ff\U000e0041\U000e0150b", "ab"),
        ("e\u200b\u0301", "é"),
        ("ก" + "\u0e47" * 300, "ก" + "\u0e47" * 4),
        ("שָׁלוֹם", "שָׁלוֹם"),
    ],
)
def test_characters_that_break_pages_go_and_letters_stay(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_names_and_websites_are_what_they_say() -> None:
    assert clean_name("  Ada\n\u202eLovelace ") == "Ada Lovelace"
    assert len(clean_name("x" * 500)) == 61
    assert clean_name("jean@example.org") == HIDDEN
    assert clean_name("&#32;") == clean_name(" …") == ""
    assert clean_name("A & <b>") == "A & <b>"
    assert clean_website("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
    for other in (
        "javascript:alert(1)",
        "https://a@b.example/",
        "http://localhost/",
        "//x.example",
        'https://x.example/"onclick=',
        "https://x.example/ y",
        "ftp://x.example/",
        "https://x.example/" + "a" * 400,
    ):
        assert clean_website(other) == "" or '"' in other


@pytest.mark.parametrize(
    ("typed", "stance", "rest"),
    [
        ("**Contre** — Non.", "against", "Non."),
        ("**pour** - Oui.", "for", "Oui."),
        ("__Nuance__\u00a0: peut-être", "nuance", "peut-être"),
        ("\n **Question** – Quoi ?", "question", "Quoi ?"),
        ("**Against** -- No.", "against", "No."),
        ("Contre : rien", None, "Contre : rien"),
        ("**Contre** le mur", None, "**Contre** le mur"),
        ("**Peut-être** — hm", None, "**Peut-être** — hm"),
    ],
)
def test_a_stance_is_the_first_words_and_only_there(
    typed: str, stance: str | None, rest: str
) -> None:
    assert split_stance(typed) == (stance, rest)


def test_a_tally_counts_every_stance_or_says_nothing() -> None:
    assert count_stances(["for", None, "against", "for"]) == (
        ("for", 2),
        ("against", 1),
        ("nuance", 0),
        ("question", 0),
    )
    assert count_stances([None, None]) == ()
    assert len(STANCES) == 4


def test_a_mail_is_one_whatever_a_stranger_typed() -> None:
    links = Links(
        "https://a.example/1", "https://a.example/2", "https://a.example/3", "https://a/4"
    )
    title, name = "T\r\nBcc: x@evil.example", "N\n\nA: \u202eb"
    comment = Received(1, 1.0, None, title, name, "é" * 50_000, None)
    subject, text = render_mail(comment, links, str)
    assert subject == f"A comment waits: T Bcc: {HIDDEN}"
    assert text.startswith(f"N A: b on “T Bcc: {HIDDEN}”\n\né")
    assert len(text) < 4000
    assert text.endswith("https://a/4\n")
    accepted = render_mail(replace(comment, is_waiting=False), links, str)
    assert accepted[0].startswith("A new comment: ")
    assert "https://a.example/1" not in accepted[1]


def test_plain_words_are_those_of_the_html() -> None:
    assert plain_words("<p>a &lt;b&gt; &amp;amp;<br>c</p>\n<ul><li>d</li></ul>") == (
        "a <b> &amp; c d"
    )
