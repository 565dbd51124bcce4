"""Author bio cards: profiles in content/authors/ to cards, bylines and authors' pages.

- ``core``: profiles from checked sources, and names as typed to profiles
- ``settings``: ``AUTHOR_CARDS``
- ``glue``: Pelican's signals and the generator of authors' pages
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.author_cards import glue

    glue.connect()
