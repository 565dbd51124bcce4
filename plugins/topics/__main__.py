"""``python -m plugins.topics FILE…``: the topics of posts and why; ``--jsonl`` for programs.

With ``--jsonl``, objects with ``id``, ``title`` and ``text`` come one a line on
standard input, and ``{"id": …, "topics": [slugs]}`` go out. Topics are those of
``content/topics`` in the current folder, or of ``--topics FOLDER``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from plugins.catalogue import HOUSE, load_catalogue
from plugins.frontmatter.fields import BACKGROUND, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import load_source, load_sources
from plugins.problems import Problem
from plugins.topics.core import build_background, build_topic
from plugins.topics.detection import detect, topics_of
from plugins.topics.explaining import evidence_of, explain
from plugins.topics.findings import Finding
from plugins.topics.settings import BACKGROUND as BACKGROUND_FOLDER
from plugins.topics.vocabulary import Vocabulary, compile_vocabulary

READING = Reading(ZoneInfo("Europe/Paris"))
GETTEXT = load_catalogue(HOUSE, "fr").gettext


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 when a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m plugins.topics", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--jsonl", action="store_true", help="read objects, write objects")
    parser.add_argument("--json", action="store_true", help="what speaks for each topic, as JSON")
    parser.add_argument("--topics", type=Path, metavar="FOLDER", default=Path("content/topics"))
    options = parser.parse_args(arguments)
    vocabulary, faults = read_vocabulary(options.topics)
    if options.jsonl:
        answer_lines(vocabulary, sys.stdin, sys.stdout)
    show = show_evidence if options.json else explain_file
    for path in options.files:
        faults += show(vocabulary, path, sys.stdout)
    sys.stderr.writelines(f"{fault.render(GETTEXT)}\n" for fault in faults)
    return 1 if faults else 0


def read_vocabulary(folder: Path) -> tuple[Vocabulary, list[Problem]]:
    """The terms of all topics in ``folder``, and what is wrong with their files."""
    sources = load_sources(folder, TOPIC, READING)
    others = load_sources(folder / BACKGROUND_FOLDER, BACKGROUND, READING)
    topics = [build_topic(s, s.path.stem, "") for s in sources if not s.problems]
    backgrounds = [build_background(source) for source in others if not source.problems]
    faults = [problem for source in (*sources, *others) for problem in source.problems]
    return compile_vocabulary(topics, backgrounds), faults


def answer_lines(vocabulary: Vocabulary, incoming: TextIO, outgoing: TextIO) -> None:
    """One object out for each object in, in the same order."""
    for line in incoming:
        if line.strip():
            asked = json.loads(line)
            findings = detect(
                vocabulary,
                asked.get("title") or "",
                asked.get("summary") or "",
                asked.get("text") or "",
            )
            answer = {"id": asked["id"], "topics": [t.slug for t in topics_of(findings)]}
            outgoing.write(json.dumps(answer, ensure_ascii=False) + "\n")


def explain_file(vocabulary: Vocabulary, path: Path, outgoing: TextIO) -> list[Problem]:
    """Say what speaks for which topic in the post at ``path``; return what is wrong with it."""
    findings, problems = _detect(vocabulary, path)
    outgoing.write(f"{path}\n")
    outgoing.writelines(f"{line}\n" for line in explain(findings, GETTEXT))
    return problems


def show_evidence(vocabulary: Vocabulary, path: Path, outgoing: TextIO) -> list[Problem]:
    """As `explain_file`, as one line of JSON for the desk: a list of topics with their terms."""
    findings, problems = _detect(vocabulary, path)
    outgoing.write(json.dumps(list(evidence_of(findings, GETTEXT)), ensure_ascii=False) + "\n")
    return problems


def _detect(vocabulary: Vocabulary, path: Path) -> tuple[Sequence[Finding], list[Problem]]:
    source = load_source(path, POST, READING)
    findings = detect(vocabulary, source.get("title", ""), source.get("summary", ""), source.body)
    return findings, list(source.problems)


if __name__ == "__main__":
    sys.exit(main())
