"""The proxy blocks of deploy/, in the real servers, before the real Isso."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from tests.integration.test_discussion import KEY, POST, Isso, free_port, isso_for
from tests.laying import HOUSE, SITES, lay_site

SERVERS = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin"
NGINX = """
daemon off;
master_process off;
pid {root}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    server {{
        listen 127.0.0.1:{port};
        include {root}/discussion.conf;
    }}
}}
"""
CADDY = """
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
	import {root}/discussion.caddy
}}
"""


@contextmanager
def before(isso: Isso, name: str, folder: Path) -> Iterator[str]:
    """The address of ``name`` with its block of deploy/, whose upstream is this Isso."""
    program = shutil.which(name, path=SERVERS)
    if program is None:
        subprocess.run(
            [HOUSE / ".ci" / "debian", {"nginx": "nginx-light"}.get(name, name)], check=True
        )
        program = shutil.which(name, path=SERVERS)
    assert program, f"{name} is not there"
    block, main = {"nginx": ("discussion.conf", NGINX), "caddy": ("discussion.caddy", CADDY)}[name]
    text = (HOUSE / "deploy" / name / block).read_text(encoding="utf-8")
    assert text.count("127.0.0.1:8181") == 1
    (folder / block).write_text(text.replace("127.0.0.1:8181", f"127.0.0.1:{isso.port}"))
    port = free_port()
    (folder / "main").write_text(main.format(root=folder, port=port))
    arguments = {
        "nginx": ["-p", str(folder), "-c", str(folder / "main"), "-e", "stderr"],
        "caddy": ["run", "--adapter", "caddyfile", "--config", str(folder / "main")],
    }[name]
    process = subprocess.Popen(
        [program, *arguments],
        env={"HOME": str(folder), "PATH": SERVERS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def ask(method: str, url: str, **more: object) -> urllib3.BaseHTTPResponse:
    """One answer, once the server listens."""
    end = time.monotonic() + 15
    while True:
        try:
            return urllib3.request(method, url, retries=False, redirect=False, timeout=10, **more)
        except urllib3.exceptions.HTTPError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_server_leads_the_path_to_isso_and_guards_it(tmp_path: Path, name: str) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    folder = tmp_path / "server"
    folder.mkdir()
    with isso_for(site) as isso, before(isso, name, folder) as address:
        read = ask("GET", f"{address}/discussion/?uri={POST}")
        assert read.status == 200
        assert "default-src 'none'" in read.headers["Content-Security-Policy"]
        assert read.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in read.headers
        url = f"{address}/discussion/new?uri=/discussion/{KEY}"
        said = ask("POST", url, json={"text": "Bonjour.", "title": "t"})
        assert said.status == 202
        assert "Path=/" in said.headers["Set-Cookie"]
        assert ask("POST", url, fields={"text": "Bonjour."}).status == 403, "no form from elsewhere"
        # Caddy 2.6 cuts the text off, and says so of the server behind it.
        assert ask("POST", url, json={"text": "x" * 200_000}).status in {413, 502}
        assert b"password" in ask("GET", f"{address}/discussion/admin/").data
