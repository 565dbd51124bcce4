"""Pictures: the author's, made light and clean; covers and social cards, made by the house.

- ``plan``: which derivatives a picture has; ``markup``: ``<img>`` to ``<picture>`` in a page
- ``raster`` (the adapter to Pillow), ``gif``, ``svg``: checked originals and clean copies
- ``drawing``, ``motifs``, ``covers``, ``colour``: drawings computed from a post's id
- ``cards``: where a card's words go; ``painting``: the adapter to Pillow's text and resvg
- ``orders``: cards that are drawn when somebody looks, by ``__main__``
- ``workshop``: the files to make, several at a time; ``progress``
- ``gallery``: all of it for one run; ``faults``: what can be wrong, in words
- ``rules``: weight, size and positions, for the proofreader
- ``settings``: ``IMAGES``
- ``glue``: Pelican's signals, the templates' filter and function, and the generator
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.images import glue

    glue.connect()
