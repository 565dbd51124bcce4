"""The gate: all files together, the proofreader, and the stop before a byte is written.

Last in PLUGINS, so that it hears each signal when every room has had its say.

- ``addresses``: two pages at one address, two posts with one id
- ``strays``: texts in places, or under names, where nothing reads them
- ``rules``: the proofreader's own rules (the others are in their rooms' ``rules``)
- ``silences``: rules that the configuration silences
- ``repairing``: repairs with one right answer, in the bytes of files
- ``visiting``: the adapter to urllib3, for `make links`
- ``documentation``: docs/rules.md from the rules; ``__main__`` writes it
- ``settings``: ``CHECKS``
- ``glue``: Pelican's signals
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.checks import glue

    glue.connect()
