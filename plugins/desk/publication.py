"""What is done with publications: one taken back; a letter made of the last, the hub told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import build_settings
from plugins.desk.deploying import (
    Undeployed,
    copy_for_hosts,
    deploy,
    parse_target,
    releases_of,
    take_back,
)
from plugins.desk.editions import Busy, Edition, Editions, choose
from plugins.desk.glue import read_configuration
from plugins.desk.letter import read_letter, render_letter
from plugins.desk.pinging import read_feeds, tell_hub
from plugins.desk.press import busy
from plugins.desk.settings import NAME, Settings
from plugins.files import write_atomic
from plugins.frontmatter.dates import parse_date
from plugins.messages import Message, msg
from plugins.problems import Problem, Report


@dataclass(frozen=True)
class Return:
    """An earlier edition put online again; ``lost`` are pages of the other that it has not."""

    edition: Edition
    lost: tuple[str, ...]


def editions_of(configuration: Path) -> Editions:
    """The editions of the configured site."""
    return Editions(Path(read_configuration(configuration)["OUTPUT_PATH"]))


def roll_back(editions: Editions, wanted: str) -> tuple[Return | None, list[Problem]]:
    """Put the edition of that number, or without one the last before this, online again.

    In the one step in which publications do; or say why not.

    The ledger of addresses stays as it is: what was published once was seen. A
    post that comes back has its address and its id, so that no subscriber gets
    it twice, and one that does not has to be withdrawn, as ever.
    """
    try:
        with editions.locked():
            chosen = choose(editions.all(), wanted)
            if chosen is None:
                return None, [_no_edition(wanted)]
            last = next((one for one in editions.all() if one.is_online), None)
            editions.freshen(chosen.folder)
            editions.show(chosen.folder)
    except Busy:
        return None, [busy()]
    except OSError as error:
        return None, [_unchangeable(error, editions)]
    lost = last.addresses - chosen.addresses if last and chosen.addresses else ()
    posts = sorted(entry.address for entry in lost if entry.kind in {"post", "page"})
    return Return(chosen, tuple(posts)), []


def _unchangeable(error: OSError, editions: Editions) -> Problem:
    path = Path(error.filename or editions.folder).name
    reason = error.strerror or str(error)
    cause = msg("What is online could not be changed: {path}, {reason}.", path=path, reason=reason)
    folder = editions.live.parent
    remedy = msg("Give the right to write in {folder}, then try again.", folder=folder)
    return Problem("unwritable-edition", cause, remedy)


def _no_edition(wanted: str) -> Problem:
    if not wanted:
        cause = msg("There is no edition before the one that is online.")
    else:
        cause = msg("There is no edition “{name}”.", name=wanted)
    return Problem("no-edition", cause, msg("See which are kept with make editions."))


def deploy_online(configuration: Path, place: str) -> tuple[Message | None, list[Problem]]:
    """Put what is online here online on the server at ``place``, or at the configured one."""
    settings = read_configuration(configuration)
    report = Report()
    places = settings["CONFIGURATION_PLACES"]
    options = build_settings(Settings, NAME, settings, places, report)
    edition = editions_of(configuration).current
    if report.errors:
        return None, list(report.errors)
    if edition is None:
        return None, [_unpublished()]
    try:
        target = parse_target(place or options.target)
        name = deploy(edition, target, options.kept, options.after)
    except Undeployed as error:
        return None, [error.problem]
    return msg("Release {name} is online at {target}.", name=name, target=target), []


def roll_back_there(place: str, wanted: str) -> tuple[str, list[Problem]]:
    """Put an earlier release online again on a server; its name."""
    try:
        name = take_back(parse_target(place), wanted)
    except Undeployed as error:
        return "", [error.problem]
    return (name, []) if name else ("", [_no_edition(wanted)])


def releases(place: str) -> tuple[list[tuple[str, bool]], list[Problem]]:
    """The releases on a server, the newest first, and whether each is online."""
    try:
        return releases_of(parse_target(place)), []
    except Undeployed as error:
        return [], [error.problem]


def pages_for_hosts(configuration: Path, folder: Path) -> list[Problem]:
    """Copy what is online here for a host of pages."""
    edition = editions_of(configuration).current
    return copy_for_hosts(edition, folder) if edition else [_unpublished()]


def write_letter(
    configuration: Path, since: str, unsubscribe: str
) -> tuple[Path | None, list[Problem]]:
    """Write the e-mail edition of the posts since a day beside the configuration."""
    settings = read_configuration(configuration)
    try:
        day = parse_date(since, ZoneInfo(settings["TIMEZONE"]))
    except ValueError:
        cause = msg("“{value}” is not a date that can be read.", value=since)
        return None, [Problem("invalid-date", cause, msg("Write for example 2026-01-02."))]
    atom = settings.get("FEEDS", {}).get("atom", "atom.xml")
    try:
        letter = read_letter(Path(settings["OUTPUT_PATH"]), atom, day, unsubscribe)
    except OSError:
        return None, [_unpublished()]
    if not letter.posts:
        cause = msg("Nothing was published since {date}.", date=day.date().isoformat())
        return None, [Problem("empty-letter", cause, msg("Give an earlier SINCE."))]
    path = configuration.with_name(f"lettre-{day.date().isoformat()}.eml")
    gettext = load_catalogue(HOUSE, settings["DEFAULT_LANG"]).gettext
    write_atomic(path, render_letter(letter, gettext))
    return path, []


def ping(configuration: Path) -> tuple[int, list[Problem]]:
    """Tell the configured hub of every feed of the last publication; how many they are."""
    settings = read_configuration(configuration)
    feeds = settings.get("FEEDS", {})
    if not feeds.get("hub"):
        cause = msg("No hub is configured, so there is nobody to tell.")
        remedy = msg("Write its address in FEEDS[“hub”], publish, then ping.")
        return 0, [Problem("no-hub", cause, remedy)]
    opml = Path(settings["OUTPUT_PATH"], feeds.get("opml", "abonnements.opml"))
    if not opml.is_file():
        return 0, [_unpublished()]
    urls = read_feeds(opml.read_bytes())
    return len(urls), tell_hub(feeds["hub"], urls)


def _unpublished() -> Problem:
    cause = msg("There is no publication yet.")
    return Problem("unpublished", cause, msg("Run make publish first."))
