"""Stylesheets and icons: joined from their parts, and named by their content.

A name that changes with the bytes may be cached for ever; the manifest tells a
template which name is meant.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from plugins.model import Topic


@dataclass(frozen=True)
class Asset:
    """One file to serve: ``url`` is relative to the site's root."""

    name: str
    url: str
    data: bytes


def make_asset(name: str, data: bytes, folder: str) -> Asset:
    """``icons/favicon.svg`` → ``<folder>icons/favicon.1f3870be.svg``."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(data).hexdigest()[:8]
    return Asset(name, f"{folder}{path.with_suffix(f'.{digest}{path.suffix}')}", data)


def join_stylesheets(parts: Iterable[str]) -> bytes:
    """One stylesheet of many, in their order."""
    return "\n".join(part.strip() + "\n" for part in parts).encode()


@dataclass(frozen=True)
class Icon:
    """An icon as the manifest names it; ``sizes`` and ``purpose`` in the words of the standard."""

    src: str
    sizes: str
    type: str
    purpose: str = "any"


def render_webmanifest(
    name: str, description: str, language: str, start: str, icons: Iterable[Icon]
) -> bytes:
    """The web app manifest (W3C): what a phone shows for a page kept on its first screen."""
    manifest = {
        "name": name,
        "short_name": name,
        "description": description,
        "lang": language,
        "start_url": start,
        "scope": start,
        "display": "browser",
        "background_color": "#fbf7ef",
        "theme_color": "#fbf7ef",
        "icons": [asdict(icon) for icon in icons],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def topic_hues(topics: Iterable[Topic]) -> str:
    """The rules that give each topic's class its hue, in the order of slugs.

    A stylesheet and not a ``style`` attribute: the site allows no inline style.
    """
    rules = (f".topic--{topic.slug} {{ --hue: {topic.colour}; }}" for topic in topics)
    return "\n".join(sorted(rules))


def manifest(assets: Iterable[Asset]) -> Mapping[str, str]:
    """Names as a template says them, to addresses."""
    return {asset.name: asset.url for asset in assets}
