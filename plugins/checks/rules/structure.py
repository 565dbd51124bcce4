"""Title, summary, headings, quotations."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checks.settings import Settings
from plugins.messages import msg
from plugins.proofreading import POSTS, Around, Example, Finding, Rule
from plugins.texts import Paragraph, Text


def _limits(around: Around) -> Settings:
    return around.get(Settings) or Settings()


def _missing_summary(text: Text, _around: Around) -> Iterator[Finding]:
    if not text.source.get("summary"):
        yield Finding(key="title")


def _long_summary(text: Text, around: Around) -> Iterator[Finding]:
    length, most = len(text.source.get("summary", "")), _limits(around).longest_summary
    if length > most:
        yield Finding(key="summary", values={"length": length, "most": most})


def _long_title(text: Text, around: Around) -> Iterator[Finding]:
    length, most = len(text.source.get("title", "")), _limits(around).longest_title
    if length > most:
        yield Finding(key="title", values={"length": length, "most": most})


def _skipped_level(text: Text, _around: Around) -> Iterator[Finding]:
    """The page's title is the first level; a heading of the text begins at the second."""
    above = 1
    for heading in text.headings:
        level = max(2, heading.level)
        if level > above + 1:
            marks = "#" * (above + 1)
            yield Finding(
                heading.at, values={"heading": heading.text, "level": level, "marks": marks}
            )
        above = level


def _unsourced_quotation(text: Text, _around: Around) -> Iterator[Finding]:
    """A link within the quotation, or in the paragraph just before or after, says whose it is."""
    for start, end in text.quotations:
        if not text.uncoded[start:end].replace(">", "").strip():
            continue
        low = max((p.at for p in text.paragraphs if _is_around(p) and p.at < start), default=start)
        high = next((_end(p) for p in text.paragraphs if _is_around(p) and p.at >= end), end)
        if not any(low <= link.at < high for link in text.links):
            yield Finding(start)


def _is_around(paragraph: Paragraph) -> bool:
    return not paragraph.is_quoted


def _end(paragraph: Paragraph) -> int:
    return paragraph.at + len(paragraph.text)


_QUOTED = "> La propriété du sol emporte la propriété du dessus et du dessous.\n"

RULES = (
    Rule(
        code="missing-summary",
        severity="notice",
        reason=msg(
            "Lists, feeds, search engines and social cards show the summary. Without one the first "
            "sentences stand there, which were written to open a text and not to announce it."
        ),
        cause=msg("The post has no summary: its first sentences take its place in lists."),
        remedy=msg("Add “summary: …”, one or two sentences that say what the post holds."),
        find=_missing_summary,
        failing=Example("---\ntitle: Un\ndate: 2026-01-02\n---\nUn texte.\n", at="title"),
        passing=Example("Un texte dont les champs ont un résumé.\n"),
        kinds=POSTS,
    ),
    Rule(
        code="long-summary",
        severity="notice",
        reason=msg("Search engines and social networks cut what is longer, in mid-sentence."),
        cause=msg("The summary has {length} characters; beyond {most} it is cut in many places."),
        remedy=msg("Shorten it to what makes a reader open the post."),
        find=_long_summary,
        failing=Example(
            f"---\ntitle: Un\ndate: 2026-01-02\nsummary: {'Un long résumé. ' * 20}\n---\nTexte.\n",
            at="summary",
        ),
        passing=Example("Un texte dont le résumé est court.\n"),
    ),
    Rule(
        code="long-title",
        severity="notice",
        reason=msg("Result pages, tabs and cards cut titles after some sixty characters."),
        cause=msg("The title has {length} characters; beyond {most} it is cut in many places."),
        remedy=msg("Shorten it: what is cut can open the summary."),
        find=_long_title,
        failing=Example(
            f"---\ndate: 2026-01-02\ntitle: Un titre {'vraiment ' * 8}long\n---\nUn texte.\n",
            at="title",
        ),
        passing=Example("Un texte dont le titre est court.\n"),
    ),
    Rule(
        code="skipped-level",
        severity="warning",
        reason=msg(
            "Who listens to a page jumps from heading to heading by their levels (WCAG 1.3.1); "
            "one that is missing looks like a part that was lost."
        ),
        cause=msg("The heading “{heading}” is of level {level}, and none stands between."),
        remedy=msg("Write it with “{marks}”."),
        find=_skipped_level,
        failing=Example("## Un\n\nTexte.\n\n#### Deux\n\nTexte.\n", at="Deux"),
        passing=Example("## Un\n\n### Deux\n\n## Trois\n\n```\n##### code\n```\n"),
    ),
    Rule(
        code="unsourced-quotation",
        severity="notice",
        reason=msg(
            "A reader who can follow a quotation to its source can trust it; the law asks for the "
            "author and the source as well."
        ),
        cause=msg("Neither this quotation nor the paragraphs around it link to its source."),
        remedy=msg("Link to it in the quotation’s last line: — Nom, [titre](https://…)."),
        find=_unsourced_quotation,
        failing=Example(f"Le Code civil répond :\n\n{_QUOTED}\nEt c’est tout.\n", at="propriété"),
        passing=Example(
            f"Le Code civil répond :\n\n{_QUOTED}>\n> — [Article 552](https://exemple.fr/552)\n"
        ),
        kinds=POSTS,
    ),
)
