"""Links as an author writes them: their addresses, and what is read of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.files import fold
from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text

# Hosts that have answered by https alone for years.
_SECURE = (
    *("archive.org", "arxiv.org", "bbc.co.uk", "cnil.fr", "creativecommons.org", "doi.org"),
    *("github.com", "gouv.fr", "ietf.org", "lemonde.fr", "liberation.fr", "mozilla.org"),
    *("nasa.gov", "nature.com", "nytimes.com", "openstreetmap.org", "python.org", "vimeo.com"),
    *("w3.org", "wikimedia.org", "wikipedia.org", "wikisource.org", "youtube.com"),
)
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*\.?|localhost|[\d.]+|\[[0-9a-f:.]+\]"
)
_SECURE_HOST = re.compile(r"https://([a-z0-9][a-z0-9.-]*[a-z0-9])")
_NEARLY = re.compile(
    r"(?:https?:/?(?!/)|https?//|htt?ps?:/{3,}|htp|hhttp|http?s?;//)", re.IGNORECASE
)
_MAIL = re.compile(r"mailto:[^@\s?]+@[^@\s?]+\.[^@\s?.]+(?:\?\S*)?$", re.IGNORECASE)
_IDLE = {
    fold(words)
    for words in (
        *("ici", "là", "cliquez ici", "cliquer ici", "cliquez", "clic", "par ici", "lien"),
        *("ce lien", "le lien", "un lien", "lire", "lire la suite", "la suite", "suite", "plus"),
        *("en savoir plus", "voir", "voir ici", "voir plus", "source", "page", "cette page"),
        *("here", "click here", "this link", "link", "read more", "more", "this", "this page"),
    )
}


@dataclass(frozen=True)
class SecureHosts:
    """The hosts to which some text of the site links by https."""

    names: frozenset[str] = frozenset()

    @classmethod
    def among(cls, bodies: Iterable[str]) -> SecureHosts:
        """Those of the addresses in ``bodies``, links or not: each build looks for them."""
        return cls(frozenset(host for body in bodies for host in _SECURE_HOST.findall(body)))


def host_of(address: str) -> str:
    """The host of an address in lower case, "" where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _targets(text: Text) -> Iterator[tuple[int, str]]:
    """Where each address stands, once: a link by reference has its own below the text."""
    named = {target for _, target in text.definitions.values()}
    yield from ((link.at, link.target) for link in text.links if link.target not in named)
    yield from text.definitions.values()


def _malformed_address(text: Text, _around: Around) -> Iterator[Finding]:
    for at, target in _targets(text):
        if _is_malformed(target):
            yield Finding(at, values={"address": target})


def _is_malformed(target: str) -> bool:
    if target.lower().startswith("mailto:"):
        return not _MAIL.match(target)
    if not re.match(r"https?://", target, re.IGNORECASE):
        return bool(_NEARLY.match(target)) or target.lower().startswith("www.")
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        return False  # which the build says itself, as an error
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return True
    return not _HOST.fullmatch(ascii_host)


def _plain_http(text: Text, around: Around) -> Iterator[Finding]:
    known = around.get(SecureHosts) or SecureHosts()
    for at, target in _targets(text):
        host = host_of(target) if target.lower().startswith("http://") else ""
        is_known = any(host == one or host.endswith(f".{one}") for one in _SECURE)
        if host and (host in known.names or is_known):
            better = "https" + target[4:]
            yield Finding(at, values={"address": target, "better": better})


def _idle_link(text: Text, _around: Around) -> Iterator[Finding]:
    for link in text.links:
        if fold(link.text) in _IDLE:
            yield Finding(link.at, values={"words": link.text})


def _empty_link(text: Text, _around: Around) -> Iterator[Finding]:
    for link in text.links:
        if not link.text.strip() and link.target:
            yield Finding(link.at, values={"address": link.target})


RULES = (
    Rule(
        code="malformed-address",
        severity="error",
        reason=msg("A browser would take it for a page of this site, or refuse it."),
        cause=msg("“{address}” is no address that a browser can follow."),
        remedy=msg("Write it whole: https://exemple.fr/page, or mailto:nom@exemple.fr."),
        find=_malformed_address,
        failing=Example("Texte.\n\nVoir [le site](https//exemple.fr).\n", at="exemple"),
        passing=Example(
            "Voir [le site](https://exemple.fr/a_(b)), [moi](mailto:a@exemple.fr), "
            "[un ami](../ami/index.md) et `[code](https//x)`.\n"
        ),
        kinds=EVERYWHERE,
    ),
    Rule(
        code="plain-http",
        severity="warning",
        reason=msg(
            "What travels by http can be read and changed on the way; this host is known to "
            "answer by https."
        ),
        cause=msg("“{address}” is not encrypted, though this host answers by https."),
        remedy=msg("Try {better}, and write that."),
        find=_plain_http,
        failing=Example("Voir [l’article](http://fr.wikipedia.org/wiki/Drone).\n", at="wikipedia"),
        passing=Example(
            "Voir [l’article](https://fr.wikipedia.org/wiki/Drone) et [un vieux site](http://a.example/).\n"
        ),
        kinds=EVERYWHERE,
    ),
    Rule(
        code="idle-link",
        severity="warning",
        reason=msg(
            "Who listens to a page goes from link to link, and hears their words alone (WCAG "
            "2.4.4); search engines learn from them too."
        ),
        cause=msg("“{words}” does not say where the link leads."),
        remedy=msg("Put the link on the words that name what is behind it."),
        find=_idle_link,
        failing=Example("Le rapport se lit [ici](https://exemple.fr/).\n", at="ici"),
        passing=Example(
            "Voir [le rapport](https://exemple.fr/), icitte et [ici et là](https://b.fr/).\n"
        ),
        kinds=EVERYWHERE,
    ),
    Rule(
        code="empty-link",
        severity="warning",
        reason=msg("A link without words cannot be seen, nor heard."),
        cause=msg("The link to “{address}” has no words."),
        remedy=msg("Write between the brackets what is behind it."),
        find=_empty_link,
        failing=Example("Texte.\n\nVoir [](https://exemple.fr/).\n", at="Voir"),
        passing=Example("Voir [![Un pont](pont.svg)](https://exemple.fr/).\n"),
        kinds=EVERYWHERE,
    ),
)
