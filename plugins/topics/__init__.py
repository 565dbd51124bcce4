"""Topics: the curated taxonomy in content/topics/, and the free tags beside it.

- ``core``: topics from checked sources, aliases as typed to topics, tags without doubles
- ``settings``: ``TOPICS``
- ``glue``: Pelican's signals and the generators of the pages
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.topics import glue

    glue.connect()
