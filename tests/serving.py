"""The shipped configurations in real servers, from Debian's packages, on loopback."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.laying import HOUSE

_PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/sbin:/bin"

_NGINX = """
{modules}
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
    include samuguru/site.conf;
}}
"""
_BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"

# A cache as RFC 9111 has it, which says of each answer where it came from.
_CACHE = """
ServerRoot {root}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {root}/pid
ErrorLog {root}/error.log
DefaultRuntimeDir {root}
Mutex pthread
{modules}
CacheRoot {root}/cache
CacheEnable disk /
CacheQuickHandler on
CacheStoreExpired on
CacheHeader on
CacheIgnoreCacheControl off
ProxyPass / http://127.0.0.1:{origin}/ retry=0
"""
_CACHE_MODULES = (
    "mpm_event",
    "authz_core",
    "cache",
    "cache_disk",
    "proxy",
    "proxy_http",
    "headers",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    """Where a server answers; ``name`` is its program's."""

    name: str
    port: int
    secure: bool = False
    root: Path = field(default_factory=Path)

    @property
    def address(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request; the path goes out as it is, dots and all."""
        if self.secure:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=10, context=context
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            if body:
                named["Content-Length"] = str(len(body))
            connection.putrequest(
                method, path, skip_host="Host" in named, skip_accept_encoding=True
            )
            for name, value in named.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)


def find(program: str, *packages: str) -> str:
    """The path of a program, its packages installed where they are not there."""
    found = shutil.which(program, path=_PLACES)
    if found is None:
        subprocess.run([HOUSE / ".ci" / "debian", *packages], check=True)
        found = shutil.which(program, path=_PLACES)
    assert found, f"{program} is not there"
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str | Path], port: int, **environment: str) -> Iterator[None]:
    """A program that listens on ``port`` from the first line of the block to its last."""
    process = subprocess.Popen(
        command, env={"PATH": _PLACES, **environment}, stderr=subprocess.PIPE, text=True
    )
    try:
        for _ in range(200):
            if process.poll() is not None:
                raise AssertionError(process.communicate()[1])
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            time.sleep(0.05)
        else:
            raise AssertionError(f"{command[0]} does not answer")
        yield
    finally:
        process.terminate()
        process.communicate(timeout=20)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subject = ["-x509", "-days", "2", "-subj", "/CN=localhost"]
    subject += ["-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", *subject, *curve, *files]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


def nginx_folder(root: Path, public: Path, listen: str) -> None:
    """What an author does by hand: copy the folder, correct the lines marked."""
    folder = root / "samuguru"
    shutil.copytree(HOUSE / "deploy" / "nginx", folder)
    conf = (folder / "site.conf").read_text("utf-8")
    conf = conf.replace("listen 80;", f"listen {listen};")
    conf = conf.replace("/srv/samuguru/public", str(public))
    (folder / "site.conf").write_text(conf, "utf-8")
    modules = f"load_module {_BROTLI};"
    (root / "nginx.conf").write_text(_NGINX.format(root=root, modules=modules), "utf-8")


@contextlib.contextmanager
def nginx(
    root: Path, public: Path, *, port: int = 0, secure: bool = False, discussion: str = ""
) -> Iterator[Server]:
    """nginx with `deploy/nginx`, its folder in ``root``; ``discussion``: the debate's block."""
    find("nginx", "nginx-light")
    if not Path(_BROTLI).exists():
        subprocess.run([HOUSE / ".ci/debian", "libnginx-mod-http-brotli-static"], check=True)
    port = port or free_port()
    listen = f"127.0.0.1:{port}"
    if secure:
        key, certificate = make_certificate(root)
        listen += f" ssl; ssl_certificate {certificate}; ssl_certificate_key {key}"
    nginx_folder(root, public, listen)
    if discussion:
        (root / "samuguru/discussion.conf").write_text(discussion, "utf-8")
    command: list[str | Path] = [find("nginx"), "-p", root, "-c", root / "nginx.conf"]
    with running(command, port):
        yield Server("nginx", port, secure, root)


@contextlib.contextmanager
def caddy(
    root: Path, public: Path, *, port: int = 0, secure: bool = False, discussion: str = ""
) -> Iterator[Server]:
    """Caddy with `deploy/caddy`, whose places come from the environment."""
    program, port = find("caddy", "caddy"), port or free_port()
    folder = root / "caddy"
    shutil.copytree(HOUSE / "deploy" / "caddy", folder)
    options = "{\n\tadmin off\n\tauto_https off\n}\n\n"
    text = (folder / "Caddyfile").read_text("utf-8")
    scheme = "http"
    if secure:
        key, certificate = make_certificate(root)
        site = "{$SITE_ADDRESS:samuguru.example} {\n"
        assert site in text
        text = text.replace(site, f"{site}\ttls {certificate} {key}\n")
        scheme = "https"
    (folder / "Caddyfile").write_text(options + text, "utf-8")
    if discussion:
        (folder / "discussion.caddy").write_text(discussion, "utf-8")
    environment = {
        "SITE_ADDRESS": f"{scheme}://127.0.0.1:{port}",
        "SITE_ROOT": str(public),
        "HOME": str(root),
    }
    command: list[str | Path] = [program, "run", "--config", folder / "Caddyfile"]
    with running([*command, "--adapter", "caddyfile"], port, **environment):
        yield Server("caddy", port, secure, root)


@contextlib.contextmanager
def cache(root: Path, origin: Server) -> Iterator[Server]:
    """Apache's mod_cache in front of ``origin``, as a content delivery network would be."""
    program, port = find("apache2", "apache2-bin"), free_port()
    (root / "cache").mkdir(parents=True)
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
        for name in _CACHE_MODULES
    )
    conf = _CACHE.format(root=root, port=port, origin=origin.port, modules=modules)
    (root / "apache.conf").write_text(conf, "utf-8")
    with running([program, "-X", "-f", root / "apache.conf"], port):
        yield Server("apache2", port, root=root)


def user() -> str:
    return subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()


@contextlib.contextmanager
def sshd(root: Path) -> Iterator[str]:
    """A real sshd with keys of its own, its folder ``root``; the command that reaches it."""
    find("rsync", "rsync")
    program = find("sshd", "openssh-server", "openssh-client")
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(root / name)]
        subprocess.run(make, check=True)
    shutil.copy(root / "user.pub", root / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd shuts in what has not signed in yet
    port = free_port()
    options = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": root / "host",
        "AuthorizedKeysFile": root / "authorized",
        "StrictModes": "no",
        "PasswordAuthentication": "no",
        "UsePAM": "no",
        "PidFile": "none",
    }
    conf, known = root / "sshd_config", root / "known"
    conf.write_text("".join(f"{key} {value}\n" for key, value in options.items()))
    known.write_text(f"[127.0.0.1]:{port} {(root / 'host.pub').read_text()}")
    with running([program, "-D", "-e", "-f", conf], port):
        more = f"-o UserKnownHostsFile={known} -o BatchMode=yes -o IdentitiesOnly=yes"
        yield f"ssh -F none -p {port} -i {root / 'user'} {more}"
