"""Posts and pages: from a Markdown file to a checked article.

- ``reading``: a text file parsed, whatever the site around it
- ``excerpt``: the summary of a post that has none, its words and its reading time
- ``contents``: the headings, for the table of contents
- ``links``: the links of a text, and where each leads
- ``originals``: what translations translate
- ``slugs``: a post's part of its address
- ``order``: the places of posts: in lists, beside each other, in their series
- ``series``: the posts that belong together
- ``settings``: ``POSTS``
- ``glue``: Pelican's reader and the signals
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.posts import glue

    glue.connect()
