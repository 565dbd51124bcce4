"""What stands behind each page of a preview, noted for the desk's panel; nothing in a publication.

- ``glue``: Pelican's signals
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.backstage import glue

    glue.connect()
