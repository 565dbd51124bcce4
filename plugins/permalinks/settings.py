"""The settings of permalinks: ``PERMALINKS`` in the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.config import InvalidSetting
from plugins.messages import msg

NAME = "PERMALINKS"


@dataclass(frozen=True)
class Settings:
    """Addresses that outlive what was there.

    ``ledger`` is the file of content/ that a publication writes. ``redirects``
    leads addresses of an earlier site here (``{"/feed/": "/rss.xml"}``);
    ``gone`` are those withdrawn for good; one that ends in “/” is a folder.
    """

    ledger: str = "permalinks.json"
    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key, addresses in (("redirects", [*self.redirects]), ("gone", [*self.gone])):
            for address in addresses:
                if not address.startswith("/"):
                    raise InvalidSetting(
                        key,
                        msg(
                            "“{value}” does not suit {name}[“{key}”].",
                            value=address,
                            name=NAME,
                            key=key,
                        ),
                        msg("Write paths such as /2019/03/drones/."),
                    )
