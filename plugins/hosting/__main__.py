"""``python -m plugins.hosting``: the headers of the table into ``deploy/``, for nginx and Caddy."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from urllib.parse import urlsplit

from plugins.files import write_atomic
from plugins.hosting.headers import table_of
from plugins.hosting.servers import render_caddy, render_nginx_headers, render_nginx_maps
from plugins.hosting.settings import NAME, Settings


def main(deploy: Path = Path("deploy"), configuration: Path = Path("publishconf.py")) -> int:
    """Write the files that are not up to date."""
    sys.path.insert(0, str(configuration.absolute().parent))
    settings = runpy.run_path(str(configuration))
    table = table_of(Settings(**settings.get(NAME, {})))
    base = urlsplit(settings["SITEURL"]).path.rstrip("/")
    files = {
        "nginx/headers-maps.conf": render_nginx_maps(table, base),
        "nginx/headers.conf": render_nginx_headers(table),
        "caddy/headers.caddy": render_caddy(table, base),
    }
    for name, text in files.items():
        write_atomic(deploy / name, text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
