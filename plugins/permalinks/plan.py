"""The ledger against an edition: where old addresses lead, and which would lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.ledger import Entry
from plugins.messages import Message, msg
from plugins.problems import Problem


@dataclass(frozen=True, slots=True)
class Wish:
    """An old address that somebody means to lead to ``target``, and where that is written.

    One that is only ``possible`` (a topic's other name) says nothing about an
    address that is another page's, or was never published.
    """

    source: str
    target: str
    path: Path | None = None
    line: int | None = None
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """What was withdrawn on purpose: addresses, folders of addresses, and ids."""

    addresses: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@dataclass
class Plan:
    """Old address → address of this edition; what is gone; what is wrong."""

    redirects: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def make_plan(
    ledger: Iterable[Entry], live: Iterable[Entry], wishes: Iterable[Wish], gone: Gone
) -> Plan:
    """Where each published address leads now.

    A wish comes first; then the same id at another address; then the folder
    that an address was in, so that a topic's feeds follow its page; an archive
    goes where its feed is, which holds or leads to what the archive held. What
    is left would answer 404 to a reader's bookmark or to a subscriber's poll,
    and is a problem (W3C, “Cool URIs don't change”).
    """
    ledger, live = tuple(ledger), tuple(live)
    here = {one.address: one.id for one in live}
    places = {one.id: one.address for one in sorted(live, reverse=True) if _is_found_by_id(one)}
    plan = Plan(gone={*gone.addresses} - set(here))
    _take_wishes(plan, wishes, here, {one.address for one in ledger})
    missing = [one for one in ledger if one.address not in here]
    for one in missing:
        _follow_id(plan, one, places, gone)
    settled = plan.redirects.keys() | plan.gone
    feeds = {one.id: one.address for one in ledger if one.kind == "feed"}
    for one in sorted(missing, key=lambda one: one.kind == "archive"):
        if one.address in settled or _follow_folder(plan, one.address, here):
            continue
        if one.kind == "archive" and one.id in feeds:
            _follow_feed(plan, one.address, feeds[one.id])
        else:
            plan.problems.append(_vanished(one))
    plan.problems += [
        _changed_id(one, here[one.address])
        for one in filter(_is_found_by_id, ledger)
        if one.address in here and one.id not in places and one.id not in gone.ids
    ]
    _collapse(plan, here)
    return plan


def carry_files(plan: Plan, files: Iterable[str]) -> None:
    """Send what lay beside a text that moved along with it: recordings, drawings, documents.

    The ledger does not know them one by one; a podcast's listener has their
    old addresses all the same.
    """
    every = frozenset(files)
    below: dict[str, list[str]] = {}
    for file in sorted(every):
        for folder in _folders_of(file):
            below.setdefault(folder, []).append(file)
    for old, new in sorted(plan.redirects.items()):
        if old.endswith("/") and new.endswith("/"):
            for file in below.get(new, ()):
                address = old + file.removeprefix(new)
                if address not in every:
                    plan.redirects.setdefault(address, file)


def _folders_of(address: str) -> list[str]:
    return [address[: n + 1] for n, letter in enumerate(address) if letter == "/"]


def _take_wishes(
    plan: Plan, wishes: Iterable[Wish], here: Mapping[str, str], published: set[str]
) -> None:
    for wish in wishes:
        if wish.possible and (wish.source in here or wish.source not in published):
            continue
        if wish.source in here:
            plan.problems.append(_taken(wish))
        elif plan.redirects.setdefault(wish.source, wish.target) != wish.target:
            plan.problems.append(_claimed_twice(wish, plan.redirects[wish.source]))


def _follow_id(plan: Plan, one: Entry, places: Mapping[str, str], gone: Gone) -> None:
    if one.address in plan.redirects or one.address in plan.gone:
        return
    if one.id and one.id in places:
        plan.redirects[one.address] = places[one.id]
    elif one.id in gone.ids or one.kind == "tag":
        # A tag's page lives as long as a post bears the tag; that is no loss of anyone's text.
        plan.gone.add(one.address)


def _follow_folder(plan: Plan, address: str, here: Mapping[str, str]) -> bool:
    """Send an address where its folder went, if there is such a page; or let it go with it."""
    for folder in reversed(_folders_of(address)):
        target = plan.redirects.get(folder)
        if target is not None and target + address[len(folder) :] in here:
            plan.redirects[address] = target + address[len(folder) :]
            return True
        if folder in plan.gone:
            plan.gone.add(address)
            return True
    return False


def _follow_feed(plan: Plan, address: str, feed: str) -> None:
    """Send an archive on with its feed; of a feed that would vanish, its own problem tells."""
    if feed in plan.gone:
        plan.gone.add(address)
    elif feed in plan.redirects:
        plan.redirects[address] = plan.redirects[feed]


def _is_found_by_id(one: Entry) -> bool:
    """An archive has the id of its feed (RFC 5005, 4: both are one logical feed)."""
    return bool(one.id) and one.kind != "archive"


def _collapse(plan: Plan, here: Mapping[str, str]) -> None:
    """Make each redirect lead straight to a page; a loop would never end."""
    final: dict[str, str] = {}
    looping: set[str] = set()
    for source in sorted(plan.redirects):
        chain = [source]
        while (target := plan.redirects.get(chain[-1])) is not None and target not in chain:
            chain.append(target)
        if target is not None:
            if not looping & set(chain):
                plan.problems.append(_loop([*chain, target]))
            looping |= set(chain)
        elif chain[-1] in here or "://" in chain[-1]:
            final[source] = chain[-1]
        elif chain[-1] in plan.gone:
            plan.gone.add(source)
        else:
            plan.problems.append(_nowhere(source, chain[-1]))
    plan.redirects = final


def _vanished(one: Entry) -> Problem:
    remedy: Message = msg(
        "Restore it; or add “aliases: /{address}” to what replaces it; or leave its file with"
        " “status: gone” if it is withdrawn.",
        address=one.address,
    )
    if one.kind != "post":
        remedy = msg(
            "Restore it; or add “aliases” to what replaces it (for a topic or an author, its name);"
            " or write /{address} in PERMALINKS[“redirects”] or PERMALINKS[“gone”].",
            address=one.address,
        )
    cause = msg("The published address /{address} would lead nowhere.", address=one.address)
    return Problem("vanished-address", cause, remedy)


def _changed_id(one: Entry, now: str) -> Problem:
    return Problem(
        "changed-id",
        msg(
            "What is at /{address} was published with the id {old}, and has {new} now: subscribers"
            " would see it twice.",
            address=one.address,
            old=one.id,
            new=now or msg("none"),
        ),
        msg("Give it back its id: {id}.", id=one.id.removeprefix("urn:uuid:")),
    )


def _taken(wish: Wish) -> Problem:
    return Problem(
        "alias-taken",
        msg("The old address /{address} is that of a page of this edition.", address=wish.source),
        msg("Take it out of the aliases, or give that page another address."),
        wish.path,
        wish.line,
    )


def _claimed_twice(wish: Wish, other: str) -> Problem:
    return Problem(
        "alias-twice",
        msg(
            "The old address /{address} already leads to /{other}.",
            address=wish.source,
            other=other,
        ),
        msg("Keep it in one of the two."),
        wish.path,
        wish.line,
    )


def _loop(chain: list[str]) -> Problem:
    path = " → ".join(f"/{address}" for address in chain)
    return Problem(
        "redirect-loop",
        msg("These old addresses lead to each other: {path}.", path=path),
        msg("Let one of them lead to a page of the site."),
    )


def _nowhere(source: str, target: str) -> Problem:
    return Problem(
        "redirect-to-nowhere",
        msg(
            "The old address /{address} leads to /{target}, which is no page.",
            address=source,
            target=target,
        ),
        msg("Correct where it leads, or take it out."),
    )
