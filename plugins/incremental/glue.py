"""Pelican's side of incremental builds: the writer, which hands templates views and skips pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PosixPath, WindowsPath
from typing import Any

from jinja2 import Template
from pelican import signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator
from pelican.paginator import Page as ListPage
from pelican.paginator import Paginator
from pelican.urlwrappers import URLWrapper
from pelican.writers import Writer

from plugins import running
from plugins.cache import key_of
from plugins.config import CONFIGURATION_KEY
from plugins.editing import KEY
from plugins.finishing import finishing_of
from plugins.incremental.contents import Beside, card_of, others_of, whole_of
from plugins.incremental.retouch import Retouch
from plugins.incremental.sheets import Looked, Pages, Sheet, Whole, key_of_page, key_of_whole
from plugins.incremental.views import (
    NOTHING,
    Seen,
    Unfit,
    View,
    Viewer,
    digest_of,
    kind_of_view,
    see_path,
)
from plugins.inputs import jinja_options, reader_of
from plugins.memory import digests_below
from plugins.model import Picture
from plugins.outputs import Outputs, outputs_of
from plugins.running import is_touched
from plugins.standing import Correction, Part, add_part, decline_unless, text_of
from plugins.templating import SHOWN, OnFirstPage, PerPage


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.all_generators_finalized.connect(offer_retouch)
    signals.get_writer.connect(use_writer)


def prepare_settings(pelican: Any) -> None:
    """Let the next process set an edited text into its pages."""
    add_part(pelican.settings, Part("pages", leave_pages, follow_in_pages))


def offer_retouch(generators: list[Any]) -> None:
    """Let a long-running build come back to what this one leaves."""
    generators[0].settings[KEY] = Retouch(generators, read_anew)


def read_anew(generator: Any, content: Content, path: Path) -> Content:
    """What a whole build would make of the file of ``content`` now. Raises `Declined`."""
    reader, is_post = generator.readers.readers["md"], isinstance(generator, ArticlesGenerator)
    text = reader.read_whole(path)
    decline_unless(not text.source.problems)
    metadata = reader.metadata_of(text)
    completed = signals.article_generator_context if is_post else signals.page_generator_context
    completed.send(generator, metadata=metadata)
    place = content.settings, content.source_path, generator.context
    return type(content)(text.html, metadata, *place)


def leave_pages(generators: Sequence[Any], writer: PageWriter) -> Pages:
    """How the pages were made that show a text whole, and how others show the listed posts."""
    return writer.leave(generators[0].context["listed_posts"])


def follow_in_pages(generator: Any, left: Pages, correction: Correction, outputs: Outputs) -> None:
    """Make the pages of edited texts, and of those that others are next to now."""
    settings, next_to = generator.settings, correction.next_to
    decline_unless(next_to is not None)
    writer = PageWriter(settings["OUTPUT_PATH"], settings)
    writer.outputs = outputs
    edits = {edit.path: edit for edit in correction.edits}
    for path in {**edits, **(next_to or {})}:
        decline_unless(path in left.sheets)
        for sheet in left.sheets[path]:
            whole = sheet.whole
            if path in edits:
                text, html = edits[path].after, edits[path].pages
                whole = whole.with_text(text.key, text.html, writer.look(html))
            if next_to and path in next_to:
                whole = whole.with_next(left.next_to(next_to[path]))
            template = generator.env.get_template(sheet.template)
            writer.write_sheet(template, replace(sheet, whole=whole))


def use_writer(pelican: Any) -> type[Writer]:
    """Ours: Pelican takes one answer."""
    return PageWriter


@dataclass(frozen=True)
class Written:
    """How a page was written, and the digest of each variable that it sees.

    ``shown`` are the contents (their identities) that it shows.
    """

    template: Template
    context: dict[str, Any]
    own: dict[str, Any]
    shown: tuple[frozenset[int], ...]
    keys: Mapping[str, bytes]


class PageWriter(Writer):  # type: ignore[misc]
    """Renders a page only where something that its template can see has changed."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        if KEY in settings:
            settings[KEY].writer = self
        self._pictures: dict[str, Any] = {}
        self._written: dict[str, Written] = {}
        self._lists: dict[str, tuple[object, list[str]]] = {}
        self._changed: frozenset[int] = NOTHING
        self.outputs = outputs_of(settings)
        self._shared = key_of(*_words(Path(settings["THEME"], "locale")), *_own(settings))
        self._viewer = Viewer(
            {
                Content: self._see_card,
                URLWrapper: self._see_label,
                ListPage: self._see_list,
                Picture: self._see_picture,
                PosixPath: see_path,
                WindowsPath: see_path,
            }
        )

    def write_file(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: Mapping[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **own: Any,
    ) -> None:
        """As Pelican's, which renders and writes whatever is there already."""
        if not name:
            return
        if paginated is None:
            paginated = {key: own[key] for key in ("articles", "dates") if key in own}
        if paginated and template_name and template_name in self.settings["PAGINATED_TEMPLATES"]:
            pages = self._pages(name, url, paginated, template_name)
            self._write_list(name, template, context, own, paginated, pages)
        else:
            self._write(name, template, context, own)

    def look_again(self, contents: Collection[Content], outputs: Outputs) -> None:
        """Write among ``outputs`` from now on, after ``contents`` have changed."""
        self.outputs, self._changed = outputs, frozenset(map(id, contents))
        self._viewer.forget(self._changed)

    def rewrite(self, variables: Collection[str]) -> None:
        """Write each page that shows what has changed, if only in one of the ``variables``."""
        for name, page in list(self._written.items()):
            if name not in self.outputs.keys and (
                not all(shown.isdisjoint(self._changed) for shown in page.shown)
                or self._is_other(page, variables)
            ):
                self._write(name, page.template, page.context, page.own)

    def _is_other(self, page: Written, variables: Collection[str]) -> bool:
        return any(
            self._key(one, _value(one, page.own, page.context))[0] != page.keys.get(one)
            for one in variables & page.keys.keys()
            if one not in page.own
        )

    def _write_list(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        own: dict[str, Any],
        posts: Mapping[str, Any],
        pages: Iterator[tuple[str, dict[str, Any]]],
    ) -> None:
        """Write each page of a list; of one that was written with the same posts, the first."""
        alike = {one: value for one, value in own.items() if not isinstance(value, OnFirstPage)}
        made_of = alike, {key: [*values] for key, values in posts.items()}
        before, names = self._lists.get(name, ((), [])), list[str]()
        for page, values in pages:
            self._write(page, template, context, {**own, **values})
            names.append(page)
            if before[0] == made_of:
                return
        for page in {*before[1]} - {*names}:
            del self._written[page]
            self.outputs.gone.add(page)
        self._lists[name] = made_of, names

    def _pages(
        self, name: str, url: str | None, paginated: Mapping[str, Any], template_name: str
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each page of a list: its file, and what Pelican tells its template of it."""
        settings = self.settings
        length = settings["PAGINATED_TEMPLATES"][template_name] or settings["DEFAULT_PAGINATION"]
        paginators = {k: Paginator(name, url, v, settings, length) for k, v in paginated.items()}
        total = next(iter(paginators.values())).num_pages
        for number in range(1, total + 1):
            values: dict[str, Any] = {}
            for key, paginator in paginators.items():
                page = paginator.page(number)
                values[f"{key}_paginator"] = paginator
                values[f"{key}_page"] = page
                for which, other in (("previous", number - 1), ("next", number + 1)):
                    beside = paginator.page(other) if 0 < other <= total else None
                    values[f"{key}_{which}_page"] = beside and Beside(other, beside.url)
            yield page.save_as, values

    def _write(
        self, name: str, template: Template, context: dict[str, Any], own: dict[str, Any]
    ) -> None:
        self._pictures = context.get(SHOWN, {})
        own = {**own, "output_file": name}
        given = _given(template, own, context)
        keys: dict[str, bytes] = {}
        shown: list[frozenset[int]] = []
        for variable, value in given.items():
            keys[variable], contents = self._key(variable, value)
            if contents:
                shown.append(contents)
        self._written[name] = Written(template, context, own, tuple(shown), keys)
        if not self.outputs.keep(name, key_of_page(*self._parts(template), looked=keys.items())):
            # Seen now, and not when it is made: until then another generator might change a post.
            views = {variable: self._view(value) for variable, value in given.items()}
            reader_of(template.environment).load(str(template.name))
            self.outputs.later(name, lambda: self._render(template, views))

    def write_sheet(self, template: Template, sheet: Sheet) -> None:
        """Have a page of which all is known that its template sees. Raises `Declined`."""
        if not self.outputs.keep(sheet.name, sheet.key(*self._parts(template))):
            text = text_of(self.settings, sheet.whole.text)
            views = sheet.views(
                {name: self._viewer.see(value)[0] for name, value in text.own.items()}
            )
            self.outputs.later(sheet.name, lambda: self._render(template, views))

    def leave(self, listed: Mapping[str, Content]) -> Pages:
        """How the pages were made that show a text whole, and how others show the ``listed``.

        Raises `Declined` where that is not told any more.
        """
        sheets: dict[Path, list[Sheet]] = {}
        for name, page in self._written.items():
            given = _given(page.template, page.own, page.context)
            for variable in [one for one, value in given.items() if isinstance(value, Content)]:
                whole = self._look_at_whole(given.pop(variable))
                looked = {one: self.look(value) for one, value in given.items()}
                sheet = Sheet(name, str(page.template.name), looked, variable, whole)
                key = sheet.key(*self._parts(page.template))
                decline_unless(self.outputs.is_made_from(name, key))
                sheets.setdefault(whole.path, []).append(sheet)
        return Pages(sheets, {slug: self.look(content) for slug, content in listed.items()})

    def look(self, value: Any) -> Looked:
        """The digest and the view of a value."""
        view, key, _ = self._viewer.see(value)
        return key, view

    def _parts(self, template: Template) -> tuple[bytes, bytes]:
        """The digest of a template, and of what all of them see."""
        assert template.name is not None
        return reader_of(template.environment).inputs(template.name).key, self._shared

    def _render(self, template: Template, views: dict[str, Any]) -> bytes:
        html = finishing_of(self.settings)(template.render(views))
        return str(html).encode()

    def _key(self, variable: str, value: Any) -> tuple[bytes, frozenset[int]]:
        """The digest of all that a page can see of one variable, and the contents in it."""
        try:
            if isinstance(value, Content):
                return self._key_of_whole(value)
            return self._viewer.see(value)[1:]
        except Unfit as unfit:
            raise Unfit(f"{variable} ({unfit})") from unfit

    def _view(self, value: Any) -> Any:
        return self._view_whole(value) if isinstance(value, Content) else self._viewer.see(value)[0]

    def _see_card(self, content: Content) -> Seen:
        """A post on another's page."""
        seen, key, _ = self._viewer.see_values(card_of(content))
        kind = kind_of_view(type(content).__name__)
        return kind(seen), digest_of(b"card", key), frozenset({id(content)})

    def _key_of_whole(self, content: Content) -> tuple[bytes, frozenset[int]]:
        """The digest of a post or a page on its own.

        What it says as its text does is covered by the text's own key, which is known: only what
        the site has made of it is looked at, and which names those are.
        """
        values, text = whole_of(content), content.text
        _, key, shown = self._viewer.see_values(others_of(values, text))
        return key_of_whole(text.key, values, key), shown | {id(content)}

    def _look_at_whole(self, content: Content) -> Whole:
        """The same, as it can be kept."""
        values, text = whole_of(content), content.text
        others = {name: self.look(value) for name, value in others_of(values, text).items()}
        kind = type(content).__name__
        return Whole(kind, text.source.path, text.key, tuple(values), others)

    def _view_whole(self, content: Content) -> View:
        """A post or a page as its own page gets it."""
        return kind_of_view(type(content).__name__)(self._viewer.see_values(whole_of(content))[0])

    def _see_picture(self, picture: Picture) -> Seen:
        """A picture with the forms that it is shown in."""
        shown = self._pictures.get(picture.url)
        seen, key, _ = self._viewer.see_values(
            {"url": picture.url, "alt": picture.alt, "shown": shown}
        )
        return kind_of_view("Picture")(seen), digest_of(b"picture", key), NOTHING

    def _see_label(self, label: URLWrapper) -> Seen:
        """A tag, an author or a category of Pelican's."""
        values = {"name": label.name, "slug": label.slug, "url": label.url}
        seen, key, _ = self._viewer.see_values(values)
        kind = type(label).__name__
        return kind_of_view(kind)(seen), digest_of(kind.encode(), key), NOTHING

    def _see_list(self, page: ListPage) -> Seen:
        """One page of a list, and whether others stand before and behind it."""
        total = page.paginator.num_pages
        values = {name: getattr(page, name) for name in ("number", "object_list", "url", "save_as")}
        seen, key, shown = self._viewer.see_values({**values, "total": total})
        seen["paginator"] = View({"num_pages": total})
        seen["has_previous"], seen["has_next"] = page.has_previous, page.has_next
        return View(seen), digest_of(b"list", key), shown


def _given(
    template: Template, own: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Any]:
    """The variables that a page sees."""
    assert template.name is not None
    return {
        one: _value(one, own, context)
        for one in reader_of(template.environment).variables(template.name)
        if one in own or one in context
    }


def _value(variable: str, own: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
    value = own[variable] if variable in own else context[variable]
    return value.choose(own) if isinstance(value, PerPage) else value


def _words(locale: Path) -> Iterator[object]:
    """The theme's catalogues, which this process has read at some moment."""
    yield from digests_below(locale)
    if is_touched(*sorted(locale.rglob("*.po"))):
        yield running.BEGAN


def _own(settings: dict[str, Any]) -> Iterator[object]:
    """What else decides how templates are rendered: Jinja's options, functions of the author's.

    Those are code of the configuration's, so that all of its text counts.
    """
    yield jinja_options(settings)
    yield getattr(finishing_of(settings), "__qualname__", repr(finishing_of(settings)))
    if any(settings[f"JINJA_{name}"] for name in ("FILTERS", "GLOBALS", "TESTS")):
        yield settings[CONFIGURATION_KEY]
