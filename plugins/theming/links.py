"""Addresses: Pelican's are relative to the site's root; pages link from the host's root.

A site may live below a path of its host (``https://host/blog``): pages carry
that path and no host, so that one build reads the same through any mirror.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def base_path(siteurl: str) -> str:
    """The path of the site on its host, without a final slash: ``""`` or ``/blog``."""
    return urlsplit(siteurl).path.rstrip("/")


def href(url: str, siteurl: str) -> str:
    """A site-relative address as a link from the host's root."""
    return f"{base_path(siteurl)}/{url}"


def absolute(url: str, siteurl: str) -> str:
    """A site-relative address in full."""
    return f"{siteurl.rstrip('/')}/{url}"


def address_of(output_file: str) -> str:
    """The site-relative address that serves a file: ``a/index.html`` is ``a/``."""
    return output_file.removesuffix("index.html")
