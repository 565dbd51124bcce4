"""What a feed's document is made from, as a digest: equal digests, equal documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from plugins.cache import key_of
from plugins.feeds.model import Channel, Item


def head_key(channel: Channel) -> bytes:
    """All of a channel but its items, with what it works out from every one of them."""
    own = (repr(getattr(channel, one.name)) for one in fields(channel) if one.name != "items")
    return key_of(*own, channel.updated, channel.copyright)


class ItemKeys:
    """Each item's digest, worked out once."""

    def __init__(self) -> None:
        # The item is held too: another could else be born at its address.
        self._keys: dict[int, tuple[bytes, Item]] = {}

    def of(self, items: Sequence[Item]) -> bytes:
        """One digest for many items in their order."""
        for item in items:
            if id(item) not in self._keys:
                # The long text as it is: what `repr` makes of it takes as long as all else here.
                parts = repr(replace(item, content="")), "" if item.key else item.content
                self._keys[id(item)] = key_of(*parts), item
        return key_of(*(self._keys[id(item)][0] for item in items))
