"""Corrections: what was wrong in a post, said on the post and on a page of its own.

- ``core``: every correction of every post, the newest first; what is of a day to come
- ``glue``: Pelican's signals and the generator of the page (its feed is the feeds room's)
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.corrections import glue

    glue.connect()
