"""French typography: what a printer would have set, from what an author types.

- ``core``: `typeset` for plain text, `typeset_runs` for a block that tags part; one scan
- ``scan``: the block that is read, its edits, and the options
- ``spacing``: rule 1 (; ! ? and the colon) and the ellipsis
- ``quotes``: rules 2 and 3 (« … », “ … ”, the apostrophe)
- ``dashes``: rule 4 (dialogue, asides)
- ``numbers``: rules 5 and 6 (thousands, units, hours, dates)
- ``references``: rules 7 and 8 (n° 5, M. X, Louis XIV, XXIe siècle)
- ``protected``: rule 10 (addresses, smileys, placeholders, code)
- ``words``: the words that these know, and which text is English
- ``tree``: the Markdown extension, which sets a post's blocks, pictures' texts and headings
- ``notices``: rule 9, what is told to the author and not repaired: how it is found
- ``rules``: the same as the proofreader is given it
- ``settings``: ``TYPOGRAPHY``
- ``__main__``: lines, tables of Markdown, and diffs at the command line
- ``glue``: Pelican's signals
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.typography import glue

    glue.connect()
