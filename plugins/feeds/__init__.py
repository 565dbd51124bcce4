"""The feeds: every post whole, once, with links that lead somewhere from any reader.

- ``model``: what a channel and an item say, whatever the format
- ``html``: a post's HTML as a reader elsewhere can show it
- ``characters``: those that XML cannot carry
- ``footer``: who wrote it and how to answer, after a post
- ``media``: sound, film and pictures that go with a post
- ``comments``: what readers answer, as items
- ``identity``: permanent ids of posts, corrections and feeds
- ``adapter``: RSS and Atom through feedgen, whose traps it knows
- ``items``: what an item says of its post's dates and files
- ``streams``: what there is a channel of
- ``posts``: a post as feeds carry it
- ``keys``: what a document is made from; ``documents``: how
- ``standing``: what is kept of all that for the next process, which sets edited texts into it
- ``archives``: RFC 5005, the whole history in documents that stay
- ``json_feed``, ``opml``: our own small renderers
- ``rhythm``: how often a feed speaks, for the page that offers it
- ``rules``: the permanent id of a post, for the proofreader
- ``settings``: ``FEEDS``
- ``glue``: Pelican's signals and the generator
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.feeds import glue

    glue.connect()
