"""What the house says to its author: English msgids, rendered late.

A message keeps its msgid and its values apart until the moment it is shown,
so that pure code can state a fact without knowing the author's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Gettext = Callable[[str], str]


@dataclass(frozen=True)
class Message:
    """A msgid of the ``plugins/locale`` catalogues with the values it names in braces."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Gettext) -> str:
        """The sentence in the language of ``gettext``, a message within it too."""
        values = {
            name: value.render(gettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return gettext(self.msgid).format_map(values)

    def __str__(self) -> str:
        return self.render(str)


def msg(msgid: str, **values: object) -> Message:
    """A message to show later; ``msg`` is the keyword that the extraction looks for."""
    return Message(msgid, values)
