"""What feeds leave standing for the next process, and how an edited post is set into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.feeds.adapter import Entries
from plugins.feeds.characters import forbidden_in
from plugins.feeds.documents import documents_of
from plugins.feeds.keys import ItemKeys
from plugins.feeds.model import Channel, Item
from plugins.feeds.posts import Carried
from plugins.memory import memory_of
from plugins.outputs import Outputs
from plugins.standing import Correction, Declined, decline_unless


@dataclass(frozen=True)
class Left:
    """Channels, and the posts that they carry, by their files; all of them without their texts."""

    posts: Mapping[Path, Carried]
    channels: tuple[Channel, ...]
    recordings: Mapping[str, Path]


def leave_without_texts(
    posts: Mapping[Path, Carried], channels: Sequence[Channel], recordings: Mapping[str, Path]
) -> Left:
    """What is kept of the feeds of a build."""
    bare = {path: one.bare for path, one in posts.items()}
    items = {id(one.item): bare[path].item for path, one in posts.items()}
    carrying = tuple(
        replace(channel, items=tuple(items.get(id(item), item) for item in channel.items))
        for channel in channels
        if any(id(item) in items for item in channel.items)
    )
    return Left(bare, carrying, recordings)


def follow_in_feeds(generator: Any, left: Left, correction: Correction, outputs: Outputs) -> None:
    """Write the channels that carry an edited post. Raises `Declined`."""
    settings, new = generator.settings, {}
    for edit in correction.edits:
        bodies = edit.before.source.body, edit.after.source.body
        decline_unless(not any(map(forbidden_in, bodies)))  # which is told by its line
        if one := left.posts.get(edit.path):
            wish = one.frame.wish(edit.feeds)
            filled = one.frame.fill(wish, None, left.recordings, settings)
            new[id(one.item)] = filled.item
    fill, keys, entries = _Texts(left.posts.values(), settings), ItemKeys(), Entries()
    for before in left.channels:
        if any(id(item) in new for item in before.items):
            items = tuple(new.get(id(item), item) for item in before.items)
            channel = replace(before, items=items)
            for document in documents_of(channel, settings["SITEURL"], keys, entries, fill):
                outputs.make(*document)


class _Texts:
    """Items with their texts, each recalled once."""

    def __init__(self, posts: Iterable[Carried], settings: MutableMapping[str, Any]) -> None:
        self._posts = {id(one.item): one for one in posts}
        self._memory = memory_of(settings)
        self._items: dict[int, Item] = {}

    def __call__(self, item: Item) -> Item:
        """The item with its text. Raises `Declined` where nobody remembers it."""
        if id(item) not in self._posts:
            return item
        if id(item) not in self._items:
            one = self._posts[id(item)]
            try:
                text = self._memory.recall(one.text)
            except KeyError:
                raise Declined from None
            self._items[id(item)] = one.with_text(text).item
        return self._items[id(item)]
