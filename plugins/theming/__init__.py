"""The theme's workshop: templates' language and links, stylesheets, and the lists of posts.

- ``links``: site-relative addresses to links and full addresses
- ``loading``: templates read once a run, compiled once in their life
- ``functions``: the filters and functions of templates
- ``macros``: templates of macros, run once for all the pages that show them the same
- ``rendering``: Jinja's rendering with less ado, for the same pages
- ``wording``: the templates' words in the page's language, and text set in
- ``dates``: dates in the page's language through Babel, whatever the process's locale
- ``assets``: stylesheets joined and named by their content; the web app manifest
- ``minifying``: fewer bytes for a publication
- ``fonts``: the display face, cut to the letters of the house
- ``icons``: the sign of the site as pixels
- ``structured``: JSON-LD; ``graphs``: which of it a template's page says
- ``sitemap``: sitemap.xml and robots.txt
- ``archive``: posts by year
- ``settings``: ``THEMING``
- ``glue``: Pelican's signals, Jinja's environment, and the generators of pages and assets
"""


def register() -> None:
    """Connect the room (called by Pelican)."""
    from plugins.theming import glue

    glue.connect()
