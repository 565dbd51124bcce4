"""``python -m plugins.typography``: lines of text, tables of Markdown, or a look at posts.

Without an option, each line of standard input comes out typeset, one for one.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from plugins.catalogue import HOUSE, load_catalogue
from plugins.files import Unreadable, read_text
from plugins.frontmatter.parse import FrontMatterError, parse
from plugins.markup import convert, make_converter
from plugins.problems import Problem
from plugins.prose import NARROW, NBSP, read_blocks
from plugins.typography.core import typeset, typeset_runs
from plugins.typography.scan import Options
from plugins.typography.tree import TypographyExtension, is_french

_LANGUAGE_KEYS = {"lang", "langue", "language"}
_REFUSALS = {"false", "non", "no", "off", "0"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 1 where ``--check`` finds something to change or cannot read."""
    given = _parser().parse_args(arguments)
    options = Options(narrow=not given.wide, ordinals=given.ordinals)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # The author's locale says nothing about these files; a line ends where it ended.
        stream.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    if given.check:
        return check(given.check, options, sys.stdout, sys.stderr)
    if given.jsonl:
        set_table(sys.stdin, sys.stdout, options)
    else:
        set_lines(sys.stdin, sys.stdout, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.typography", description=__doc__)
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--jsonl",
        action="store_true",
        help="read objects with id and markdown (and lang), write objects with id and html",
    )
    modes.add_argument(
        "--check",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="show what the pass changes in posts (⍽ no-break space, ▯ the narrow one); "
        "1 if anything",
    )
    parser.add_argument("--wide", action="store_true", help="U+00A0 in the place of U+202F")
    parser.add_argument("--ordinals", action="store_true", help="with --jsonl: raise 1er, 2e, XXIe")
    return parser


def set_lines(source: TextIO, target: TextIO, options: Options) -> None:
    """Each line of ``source``, typeset."""
    target.writelines(typeset(line, options) for line in source)


def set_table(source: TextIO, target: TextIO, options: Options) -> None:
    """Each object's Markdown as the HTML of a post in its language, French unless it says."""
    converters = {}
    for line in source:
        if not line.strip():
            continue
        entry = json.loads(line)
        lang = entry.get("lang") or "fr"
        if lang not in converters:
            converter = make_converter(load_catalogue(HOUSE, lang).gettext)
            converter.registerExtensions([TypographyExtension(options, lang)], {})
            converters[lang] = converter
        html = convert(converters[lang], entry["markdown"])
        target.write(json.dumps({"id": entry.get("id"), "html": html}, ensure_ascii=False) + "\n")


def check(paths: list[Path], options: Options, target: TextIO, errors: TextIO) -> int:
    """Write a diff of each file's text; 1 if there is any, or a file that cannot be read."""
    is_clean = True
    for path in paths:
        try:
            changes = list(diff(path, options))
        except Unreadable as unreadable:
            _tell(unreadable.problem, errors)
            is_clean = False
            continue
        target.writelines(changes)
        is_clean = is_clean and not changes
    return 0 if is_clean else 1


def diff(path: Path, options: Options) -> Iterator[str]:
    """What the pass changes in the text of one file, with its no-break spaces made visible.

    A file of another language, or one that opts out, is as it should be.
    """
    text = read_text(path)
    try:
        document = parse(text)
    except FrontMatterError as error:
        problem = Problem(
            "invalid-front-matter", error.cause, error.remedy, path, error.line, error.column
        )
        raise Unreadable(problem) from error
    for entry in document.entries:
        key, value = entry.key.lower(), str(entry.value).lower()
        if key == "typography" and value in _REFUSALS:
            return
        if key in _LANGUAGE_KEYS and not is_french(value):
            return
    head = "".join(f"{line}\n" for line in text.split("\n")[: document.body_line - 1])
    body = text[len(head) :]
    new = "".join(
        "".join(typeset_runs(block.runs, options)) if block.kind == "prose" else block.runs[0].text
        for block in read_blocks(body)
    )
    yield from difflib.unified_diff(
        _visible(text), _visible(head + new), str(path), f"{path} (typeset)"
    )


def _visible(text: str) -> list[str]:
    shown = text.replace(NBSP, "⍽").replace(NARROW, "▯")
    return [f"{line}\n" for line in shown.removesuffix("\n").split("\n")]


def _tell(problem: Problem, stream: TextIO) -> None:
    gettext = load_catalogue(HOUSE, "fr").gettext
    stream.write(problem.render(gettext) + "\n")


if __name__ == "__main__":
    sys.exit(main())
