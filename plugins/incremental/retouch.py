"""A few texts were edited and nothing else: the pages that show them, at once.

Where more changed than the words of a text, its date and its topics, this refuses, and where it
does not know. Other posts may get other neighbours by it, and lists another order: each room says
anew what it says of posts, and what is another value then is shown where it is shown.

This is what an author sees while the whole build, which always comes after, settles the rest: the
index of search, what to read next by the words of a body, what only a fault would change. So it
need not be complete to be right in the end; it must only never show anything that is not of this
edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.editing import OfPosts, renew
from plugins.outputs import Outputs
from plugins.problems import report_of
from plugins.standing import Declined, decline_unless

WORDS = frozenset({"title", "summary"})
# What says where a post stands among others.
PLACE = frozenset({"date", "topics"})
# What follows from a text alone; other rooms have completed the rest of a post.
_OWN = frozenset({"source", "text", "headings", "word_count", "reading_minutes", "standfirst"})
_ABSENT = object()
# Others may list posts in a way that nobody here knows.
_KNOWN = {"pelican", "plugins"}


@dataclass(frozen=True)
class Edit:
    """A post or a page as it is, and as a whole build would read it now."""

    generator: Any
    content: Any
    fresh: Any

    @property
    def is_moved(self) -> bool:
        """Whether it may stand elsewhere now."""
        return any(
            getattr(self.content, name, None) != getattr(self.fresh, name, None) for name in PLACE
        )

    @property
    def is_said_otherwise(self) -> bool:
        """Whether other pages say something else of it."""
        old, new = self.content.text, self.fresh.text
        return (old.lines, old.summary) != (new.lines, new.summary)

    def check(self) -> None:
        """Raise `Declined` where more than its words or its place is another."""
        content, fresh = self.content, self.fresh
        old, new = content.text, fresh.text
        decline_unless(_but_for_these(old.source) == _but_for_these(new.source))
        decline_unless(set(old.addresses) == set(new.addresses) and old.ids <= new.ids)
        for name, value in fresh.metadata.items():
            if name not in _OWN | WORDS | PLACE:
                decline_unless(content.metadata.get(name, _ABSENT) == value)
        for name in ("status", "url", "save_as"):
            decline_unless(getattr(content, name) == getattr(fresh, name))
        decline_unless(not self.is_moved or _is_of_posts(self.generator))

    def renew(self) -> None:
        """Make the same object say what is new, and remember nothing of the old text."""
        content, fresh = self.content, self.fresh
        content.metadata |= fresh.metadata
        for name in (_OWN | WORDS) & fresh.metadata.keys():
            setattr(content, name, fresh.metadata[name])
        for name in ("date", "locale_date", "topics"):
            if hasattr(fresh, name):
                setattr(content, name, getattr(fresh, name))
        content._content = fresh._content  # noqa: SLF001 (Pelican's own name of it)
        for text_of in (type(content).get_content, type(content).get_summary):
            for siteurl in {content.settings["SITEURL"], self.generator.context["localsiteurl"]}:
                text_of.cache.pop((content, siteurl), None)


@dataclass
class Retouch:
    """What the last whole build left: its generators, its writer, its texts.

    ``read`` reads a text again, as a whole build would, given its generator and its content.
    """

    generators: Sequence[Any]
    read: Callable[[Any, Any, Path], Any]
    writer: Any = None
    _contents: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def __call__(self, paths: Iterable[Path], outputs: Outputs) -> bool:
        """Make what shows the texts at ``paths``; False where that is not known, or not all."""
        settings = self.generators[0].settings
        try:
            decline_unless(self.writer is not None)
            self._contents = self._contents or dict(self._find())
            # An editor's own files are gone by now.
            texts = [p for p in paths if p.name[0] not in ".#" and not p.name.endswith("~")]
            self._follow([self._edit(path) for path in texts], outputs)
        except Declined:
            return False
        return not report_of(settings).errors

    def _edit(self, path: Path) -> Edit:
        """The edit of one text. Raises `Declined`."""
        decline_unless(str(path) in self._contents)
        generator, content = self._contents[str(path)]
        edit = Edit(generator, content, self.read(generator, content, path))
        edit.check()
        return edit

    def _follow(self, edits: Sequence[Edit], outputs: Outputs) -> None:
        """Make what follows from ``edits``. Raises `Declined`."""
        context, moved = self.generators[0].context, any(edit.is_moved for edit in edits)
        variables, changed = dict(context), self._renew(edits, moved=moved)
        lists = [one for one in self.generators if isinstance(one, OfPosts) and moved]
        rooms = {type(one).__module__.split(".")[0] for one in self.generators}
        decline_unless(rooms <= _KNOWN or not moved)
        for generator in lists:
            generator.regroup(changed)
        self.writer.look_again(changed, outputs)
        if moved:
            for generator in lists:
                generator.write_lists(self.writer)
            for generator in filter(_is_of_posts, self.generators):
                generator.generate_direct_templates(self.writer.write_file)
        self.writer.rewrite({n for n, value in context.items() if variables.get(n) is not value})
        for generator in self.generators:
            if generator not in lists and hasattr(generator, "follow_edit"):
                generator.follow_edit([edit.content for edit in edits], outputs)

    def _renew(self, edits: Sequence[Edit], *, moved: bool) -> list[Any]:
        """Have all be said anew that follows from ``edits``: the contents that have changed."""
        contents = [edit.content for edit in edits]
        spoken = [edit.content for edit in edits if moved or edit.is_said_otherwise]
        others = [one for _, one in self._contents.values()] if spoken else []
        before = [dict(vars(one)) for one in others]
        for edit in edits:
            edit.renew()
        if not spoken:
            return contents
        renew(edits[0].generator.context, spoken, moved=moved)
        changed = (one for one, was in zip(others, before, strict=True) if vars(one) != was)
        return list({id(one): one for one in (*contents, *changed)}.values())

    def _find(self) -> Iterator[tuple[str, tuple[Any, Any]]]:
        for generator in self.generators:
            if _is_of_posts(generator) or hasattr(generator, "draft_pages"):
                kind = "Article" if _is_of_posts(generator) else "Page"
                for content in generator.context["generated_content"].values():
                    if content is not None and kind == type(content).__name__:
                        yield content.source_path, (generator, content)


def _is_of_posts(generator: Any) -> bool:
    return hasattr(generator, "generate_articles")


def _but_for_these(source: Any) -> dict[str, Any]:
    """The front matter; a date that was taken away is no other date."""
    values = source.front_matter.values
    others = {name: value for name, value in values.items() if name not in WORDS | PLACE}
    return {**others, "date": "date" in values}
