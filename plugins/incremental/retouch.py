"""A text was edited and nothing else: its page, and what says that it follows it, at once.

This is what an author sees while the whole build, which always comes after,
settles the rest (related posts, search, what only a fault would change). So it
need not be complete to be right in the end; it must only never show anything
that is not of this edition, and refuse where it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.editing import facets_of
from plugins.outputs import Outputs


@dataclass
class Retouch:
    """What the last whole build left: its generators, its writer, its texts."""

    generators: Sequence[Any]
    writer: Any = None
    _contents: dict[Path, tuple[Any, Any]] = field(default_factory=dict)

    def __call__(self, paths: Iterable[Path], outputs: Outputs) -> bool:
        """Make what shows the texts at ``paths``; False where more than their bodies changed."""
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
            if not _is_inner(content, text, generator.context):
                return False
            edits.append((generator, content, text))
        for generator, content, text in edits:
            _renew(generator, content, text)
        self._write([(generator, content) for generator, content, _ in edits], outputs)
        return True

    def _find(self) -> Iterator[tuple[Path, tuple[Any, Any]]]:
        for generator in self.generators:
            if hasattr(generator, "generate_articles") or hasattr(generator, "draft_pages"):
                for content in generator.context["generated_content"].values():
                    if content is not None and _kind(generator) == type(content).__name__:
                        yield Path(content.source_path), (generator, content)

    def _write(self, edits: Sequence[tuple[Any, Any]], outputs: Outputs) -> None:
        self.writer.outputs = outputs
        for generator, content in edits:
            own = {_kind(generator).lower(): content}
            template = generator.get_template(content.template)
            self.writer.write_file(content.save_as, template, generator.context, **own)
        contents = [content for _, content in edits]
        for generator in self.generators:
            follow: Callable[[Sequence[Any], Outputs], None] | None
            follow = getattr(generator, "follow_edit", None)
            if follow is not None:
                follow(contents, outputs)


def _kind(generator: Any) -> str:
    return "Article" if hasattr(generator, "generate_articles") else "Page"


def _is_inner(content: Any, text: Any, context: dict[str, Any]) -> bool:
    """Whether the new text is the old one to everybody but its own page and its feeds."""
    old, source = content.text, text.source
    return (
        not source.problems
        and source.front_matter == old.source.front_matter
        and (text.lines, text.summary) == (old.lines, old.summary)
        and set(text.addresses) == set(old.addresses)
        and text.ids >= old.ids
        and facets_of(context, source) == facets_of(context, old.source)
    )


def _renew(generator: Any, content: Any, text: Any) -> None:
    """The same object with its new text, and nothing remembered of the old one."""
    for name, value in generator.readers.readers["md"].metadata_of(text).items():
        if name in {"source", "text", "headings", "word_count", "reading_minutes"}:
            content.metadata[name] = value
            setattr(content, name, value)
    content._content = text.html  # noqa: SLF001 (Pelican's own name of it)
    cache = type(content).get_content.cache
    for siteurl in {content.settings["SITEURL"], generator.context["localsiteurl"]}:
        cache.pop((content, siteurl), None)
