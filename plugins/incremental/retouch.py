"""The words of a text were edited and nothing else: the pages that show them, at once.

This is what an author sees while the whole build, which always comes after,
settles the rest (search, cards, what only a fault would change). So it need not
be complete to be right in the end; it must only never show anything that is
not of this edition, and refuse where it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.editing import facets_of, renewed_by
from plugins.outputs import Outputs

# What says where a post stands among others, and for whom, is not among these.
WORDS = frozenset({"title", "summary"})
# What follows from a text alone; other rooms have completed the rest of a post.
_OWN = frozenset({"source", "text", "headings", "word_count", "reading_minutes", "standfirst"})


@dataclass
class Retouch:
    """What the last whole build left: its generators, its writer, its texts."""

    generators: Sequence[Any]
    writer: Any = None
    _contents: dict[Path, tuple[Any, Any]] = field(default_factory=dict)

    def __call__(self, paths: Iterable[Path], outputs: Outputs) -> bool:
        """Make what shows the texts at ``paths``; False where more than their words changed."""
        if self.writer is None:
            return False
        self._contents = self._contents or dict(self._find())
        edits = []
        for path in paths:
            if path.name.startswith((".", "#")) or path.name.endswith("~"):
                continue  # an editor's own, gone by now
            if path not in self._contents:
                return False
            generator, content = self._contents[path]
            text = generator.readers.readers["md"].read_whole(path)
            if not _is_same_place(content, text, generator.settings):
                return False
            edits.append((generator, content, text))
        contents = [content for _, content, _ in edits]
        spoken = [content for _, content, text in edits if not _says_same(content, text)]
        for generator, content, text in edits:
            _renew(generator, content, text)
        others = renewed_by(self.generators[0].context, spoken) if spoken else []
        self.writer.rewrite([*contents, *others], outputs)
        for generator in self.generators:
            follow: Callable[[Sequence[Any], Outputs], None] | None
            follow = getattr(generator, "follow_edit", None)
            if follow is not None:
                follow(contents, outputs)
        return True

    def _find(self) -> Iterator[tuple[Path, tuple[Any, Any]]]:
        for generator in self.generators:
            if hasattr(generator, "generate_articles") or hasattr(generator, "draft_pages"):
                for content in generator.context["generated_content"].values():
                    if content is not None and _kind(generator) == type(content).__name__:
                        yield Path(content.source_path), (generator, content)


def _kind(generator: Any) -> str:
    return "Article" if hasattr(generator, "generate_articles") else "Page"


def _is_same_place(content: Any, text: Any, settings: dict[str, Any]) -> bool:
    """Whether the new text stands where the old one did, in every list, for every link."""
    old, source = content.text, text.source
    return (
        not source.problems
        and _but_for_words(source) == _but_for_words(old.source)
        and set(text.addresses) == set(old.addresses)
        and text.ids >= old.ids
        and facets_of(settings, source) == facets_of(settings, old.source)
    )


def _but_for_words(source: Any) -> dict[str, Any]:
    values = source.front_matter.values
    return {name: value for name, value in values.items() if name not in WORDS}


def _says_same(content: Any, text: Any) -> bool:
    """Whether other pages say of it what they did."""
    old = content.text
    return (text.lines, text.summary) == (old.lines, old.summary)


def _renew(generator: Any, content: Any, text: Any) -> None:
    """The same object with its new text, and nothing remembered of the old one."""
    for name, value in generator.readers.readers["md"].metadata_of(text).items():
        if name in _OWN or name in WORDS:
            content.metadata[name] = value
            setattr(content, name, value)
    content._content = text.html  # noqa: SLF001 (Pelican's own name of it)
    for text_of in (type(content).get_content, type(content).get_summary):
        for siteurl in {content.settings["SITEURL"], generator.context["localsiteurl"]}:
            text_of.cache.pop((content, siteurl), None)
