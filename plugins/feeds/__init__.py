"""The feeds: every post whole, once, with links that lead somewhere from any reader.

- ``model``: what a channel and an item say, whatever the format
- ``html``: a post's HTML as a reader elsewhere can show it
- ``identity``: the permanent id of a post
- ``rss``: the adapter to feedgen, which knows the library's traps; a further format is
  another such module over the same model
- ``settings``: ``FEEDS``
- ``glue``: Pelican's signals and the generator
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.feeds import glue

    glue.connect()
