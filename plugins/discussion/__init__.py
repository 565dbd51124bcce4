"""The debate under a post: what readers said, rendered into its page, and the form to answer.

Isso takes comments in (it runs beside the files, at home as in production); the
build reads what is public and writes it into pages, feeds and the search index.

- ``settings``: ``DISCUSSION``
- ``records``: a comment as Isso keeps it, its post's key, its permanent id
- ``store``: Isso's database, read without what is private
- ``snapshots``: the same in content/comments, one JSON file a post, to commit
- ``cleaning``: characters that would break a page, and addresses that nobody should harvest
- ``stances``: pour, contre, nuance, question, in a comment's first line
- ``markup``: a comment's Markdown to safe HTML, set as the posts are
- ``threads``: comments to the discussion that a page shows
- ``answers``: posts that answer each other; threads elsewhere
- ``privacy``: one person's comments out, or away; what is kept no longer than needed
- ``seeding``: the committed comments into the database of make serve
- ``isso_config``: Isso's configuration, at home and in production; the secrets
- ``moderation``: the mail and the pages with which a moderator decides
- ``places``: where a comment is shown in what is online
- ``server``: Isso started, with what it lacks
- ``commands``, ``__main__``: ``python -m plugins.discussion``, for `make comments…`
- ``glue``: Pelican's signals and the generator of the pages
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.discussion import glue

    glue.connect()
