"""The settings of the proofreader: ``CHECKS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass, fields

from plugins.config import require_range

NAME = "CHECKS"


@dataclass(frozen=True)
class Settings:
    """``silenced``: codes of rules that say nothing (docs/rules.md lists them).

    ``longest_title`` and ``longest_summary`` in characters; ``longest_paragraph``
    in words; ``hardest_text``: the readability index (LIX) above which a post is
    told to be hard; ``link_days``: how long an external link that answered is
    trusted; ``link_seconds``: how long one may take to answer; ``link_pause``:
    milliseconds between two requests to one host.
    """

    silenced: tuple[str, ...] = ()
    longest_title: int = 70
    longest_summary: int = 300
    longest_paragraph: int = 180
    hardest_text: int = 50
    link_days: int = 7
    link_seconds: int = 15
    link_pause: int = 1000

    def __post_init__(self) -> None:
        for one in fields(self):
            if isinstance(one.default, int):
                require_range(NAME, one.name, getattr(self, one.name), 1, 100_000)
