"""Pelican's side of the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG

from plugins.checks.addresses import check_addresses, check_ids
from plugins.checks.repairing import repair_all
from plugins.checks.rules.addresses import SecureHosts
from plugins.checks.rules.external import Answers, external_links
from plugins.checks.settings import NAME, Settings
from plugins.checks.silences import unknown_codes
from plugins.checks.strays import find_strays
from plugins.config import (
    ADDRESSES,
    OPTIONAL,
    PROOFREADING,
    VISITING,
    Places,
    check_essentials,
    check_reserved,
    room_settings,
    site_settings,
    unknown_settings,
)
from plugins.files import Unreadable, visible_files
from plugins.messages import msg
from plugins.problems import Problem, report_of
from plugins.proofreading import (
    REPAIRS_KEY,
    Around,
    around_of,
    load_rules,
    proofread,
    proofread_files,
)
from plugins.texts import Text

RULES_KEY = "RULES"


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(stop_on_bad_settings)
    signals.get_generators.connect(begin_run)
    signals.article_generator_finalized.connect(check_nothing_vanished)
    signals.page_generator_finalized.connect(check_nothing_vanished)
    signals.all_generators_finalized.connect(proofread_texts)
    signals.all_generators_finalized.connect(stop_before_writing)


def stop_on_bad_settings(pelican: Any) -> None:
    """An exception in this signal ends Pelican with 1; anywhere later settings are too late."""
    settings, report = pelican.settings, report_of(pelican.settings)
    places = settings.get("CONFIGURATION_PLACES", Places())
    site_settings(settings)
    options = room_settings(Settings, NAME, settings)
    settings[RULES_KEY] = load_rules(settings["PLUGINS"])
    path, line = places.find(NAME, "silenced")
    report.add(
        *(p.at(path, line) if path else p for p in unknown_codes(options, settings[RULES_KEY]))
    )
    # Every room has read its own settings by now.
    known = {*DEFAULT_CONFIG, *OPTIONAL, *ADDRESSES, *settings["CHECKED_SETTINGS"]}
    report.add(*check_essentials(settings, places), *unknown_settings(known, places))
    if site_settings(settings).is_publication:
        report.add(*check_reserved(settings, places))
    report.stop_on_errors()


def begin_run(pelican: Any) -> None:
    """A new run has a clean report (``initialized`` fires once, a run many times)."""
    report_of(pelican.settings).clear()


def check_nothing_vanished(generator: Any) -> None:
    """Every file that was read is in the context, left out on purpose, or reported.

    Pelican logs an exception of a reader or of another plugin and goes on
    without the post.
    """
    report, context = report_of(generator.settings), generator.context
    for name in sorted(context["generated_content"]):
        path = Path(generator.settings["PATH"], name)
        if context["generated_content"][name] is None and not report.concerns(path):
            report.add(
                Problem(
                    "vanished",
                    msg("The post could not be read, and Pelican would leave it out."),
                    msg("Look at the error above, which says why."),
                    path,
                )
            )


def proofread_texts(generators: list[Any]) -> None:
    """Let templates ask for the findings of one text; where the author asks, tell those of all.

    ``findings_of(content)`` costs nothing before it is called.
    """
    context, settings = generators[0].context, generators[0].settings
    options, rules = room_settings(Settings, NAME, settings), settings[RULES_KEY]
    texts = cache(lambda: _texts_by_path(generators, options))
    around = around_of(settings)
    around.add(options)

    @cache
    def findings(path: Path) -> tuple[Problem, ...]:
        return tuple(proofread(texts()[path], rules, around, options.silenced))

    context["findings_of"] = lambda content: findings(content.source.path)
    if settings.get(PROOFREADING):
        told = (problem for path in texts() for problem in findings(path))
        files = _proofread_files(texts().values(), around, options, settings)
        report_of(settings).add(*told, *files)
        repairs = repair_all(texts().values(), rules, around, options.silenced)
        settings.setdefault(REPAIRS_KEY, []).extend(repairs)


def _texts_by_path(generators: list[Any], options: Settings) -> dict[Path, Text]:
    """All texts, and what rules must know of all of them together."""
    settings = generators[0].settings
    texts = {text.source.path: text for text in _texts(generators)}
    around_of(settings).add(SecureHosts.among(text.body for text in texts.values()))
    if settings.get(VISITING):
        around_of(settings).add(_visit(texts.values(), options, settings))
    return texts


def _proofread_files(
    texts: Collection[Text], around: Around, options: Settings, settings: dict[str, Any]
) -> Iterator[Problem]:
    root = Path(settings["PATH"])
    try:
        names = list(visible_files(root))
    except Unreadable:  # `_strays` tells it
        return
    rules = settings[RULES_KEY]
    yield from proofread_files(names, texts, rules, around, options.silenced, root)


def _visit(texts: Iterable[Text], options: Settings, settings: dict[str, Any]) -> Answers:
    """What the servers of all external links answer, now or some days ago."""
    addresses = {address for text in texts for _, address in external_links(text)}
    from plugins.checks.visiting import Manners, Visitor, visit_remembered

    manners = Manners(settings[VISITING], options.link_seconds, options.link_pause / 1000)
    path = Path(settings["PATH"]).parent / ".cache" / "links.json"
    return Answers(visit_remembered(addresses, Visitor(manners), path, options.link_days))


def _texts(generators: list[Any]) -> Iterator[Text]:
    """Posts, pages, authors and topics, faulty or not, each once."""
    context, settings = generators[0].context, generators[0].settings
    root, language = Path(settings["PATH"]), settings["DEFAULT_LANG"]
    contents = (c for _, c in sorted(context["generated_content"].items()) if c is not None)
    sources = [content.source for content in contents]
    sources += [text.source for text in context.get("faulty", ())]
    sources += [source for source, _ in context.get("texts", ())]
    folders = dict.fromkeys(settings["PAGE_PATHS"], "page")
    folders |= {
        settings["CHECKED_SETTINGS"][name].folder.rstrip("/"): kind
        for name, kind in (("AUTHOR_CARDS", "author"), ("TOPICS", "topic"))
    }
    for source in sources:
        path = source.path.relative_to(root)
        kinds = (kind for folder, kind in folders.items() if path.is_relative_to(folder))
        kind: Any = next(kinds, "post")
        yield Text(source, kind, source.get("lang", language), path.parent.as_posix())


def stop_before_writing(generators: list[Any]) -> None:
    """The checks over all files, then the stop, with every problem of the run."""
    any_generator = next(g for g in generators if isinstance(g, ArticlesGenerator | PagesGenerator))
    report, claims = report_of(any_generator.settings), any_generator.context.get("claims", [])
    report.add(*check_addresses(claims), *check_ids(claims), *_strays(any_generator.settings))
    report.stop_on_errors()


def _strays(settings: dict[str, Any]) -> Iterator[Problem]:
    root = Path(settings["PATH"])
    trees = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"])
    rooms = settings["CHECKED_SETTINGS"]
    shelves = (
        *(rooms[name].folder.rstrip("/") for name in ("AUTHOR_CARDS", "TOPICS")),
        rooms["TOPICS"].background,
    )
    try:
        yield from find_strays(visible_files(root), trees, shelves, root)
    except Unreadable as error:
        yield error.problem
