"""A feed reader as its subscriber knows it: what it has shown, and what it shows as new."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

import feedparser

from tests.laying import Site


@dataclass
class Reader:
    """Subscribed to one feed of a site; follows redirects as the shipped formats say them.

    Like real readers it knows items by their ids alone.
    """

    address: str
    seen: dict[str, str] = field(default_factory=dict)

    def poll(self, site: Site) -> list[str]:
        """The titles that the subscriber sees as new, newest first."""
        self.address = follow(site, self.address)
        data = (site.root / "public" / self.address).read_bytes()
        entries = read_json(data) if self.address.endswith(".json") else read_xml(data)
        assert len({name for name, _ in entries}) == len(entries), "an item twice in one feed"
        new = [title for name, title in entries if name not in self.seen]
        self.seen.update(entries)
        return new

    def shown(self, site: Site) -> set[str]:
        """The titles in the feed as it is."""
        data = (site.root / "public" / self.address).read_bytes()
        entries = read_json(data) if self.address.endswith(".json") else read_xml(data)
        return {title for _, title in entries}


def follow(site: Site, address: str) -> str:
    """Where an address leads in the last publication; a second redirect would be a chain."""
    lines = (site.root / "public" / "_redirects").read_text("utf-8").split("\n")
    rules = dict(re.findall(r"^/(\S*) /(\S*) 301$", "\n".join(lines), re.MULTILINE))
    target = rules.get(address, address)
    assert target not in rules
    assert Path(site.root / "public" / target).is_file(), f"{address} is lost"
    return target


def read_xml(data: bytes) -> list[tuple[str, str]]:
    parsed = feedparser.parse(data)
    assert parsed.bozo == 0
    return [(entry.id, html.unescape(entry.title)) for entry in parsed.entries]


def read_json(data: bytes) -> list[tuple[str, str]]:
    import json

    return [(item["id"], item["title"]) for item in json.loads(data)["items"]]
