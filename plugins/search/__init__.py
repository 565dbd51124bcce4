"""Search without a server: Pagefind's index of the published posts, and the page that asks it.

- ``normaliser``: French typography to what people type; ``theme/static/js/search.js`` does the
  same to queries, and a test holds them together
- ``records``: a post to the page that is indexed and the card that is shown
- ``bundle``: the adapter to Pagefind, which knows the library's habits
- ``settings``: ``SEARCH``
- ``glue``: Pelican's signals and the generator
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.search import glue

    glue.connect()
