"""Addresses for ever: what was published once is found for as long as the site is there.

- ``plan``: the ledger against this edition: what moved, what is gone, what would vanish
- ``formats``: redirects as hosts and servers read them
- ``settings``: ``PERMALINKS``
- ``glue``: Pelican's signals, the pages at old addresses, and the ledger's writing
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.permalinks import glue

    glue.connect()
