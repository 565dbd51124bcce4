"""How the site is served: one table of headers, from which every server and host has its own.

- ``headers``: the table
- ``servers``: the table as nginx and Caddy read it
- ``hosts``: the table as Cloudflare Pages and Netlify read it
- ``rules``: what a post loads and pages online do not, for the proofreader
- ``settings``: ``HOSTING``
- ``glue``: Pelican's signals, and the hosts' file in a publication
- ``__main__``: ``python -m plugins.hosting`` writes what `deploy/` ships (`make servers`)
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.hosting import glue

    glue.connect()
