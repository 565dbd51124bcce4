"""Isso's configuration: at home, in production, and the secrets that are in neither.

Pure text: Isso's own names (https://isso-comments.de/docs/reference/server-config/).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from plugins.discussion.settings import Settings

# scrypt's cost, as OWASP's cheat sheet of password storage has it (2**17 · 8 · 1 with 128 MiB).
_COST = {"n": 2**15, "r": 8, "p": 3}
_MEMORY = 128 * 1024 * 1024


def render_config(options: Settings, origin: str, database: str, port: int, at_home: bool) -> str:
    """``isso.cfg`` for a site at ``origin``; at home there is nobody to keep out."""
    moderated = options.moderated and not at_home
    sections: dict[str, dict[str, object]] = {
        "general": {
            "dbpath": database,
            "host": origin,
            "max-age": f"{options.edit_minutes}m",
            "notify": "stdout",
            "reply-notifications": "false",
            "gravatar": "false",
            "latest-enabled": "false",
        },
        "admin": {"enabled": _flag(not at_home)},
        "moderation": {
            "enabled": _flag(moderated),
            "approve-if-email-previously-approved": "false",
            "purge-after": f"{options.pending_days}d",
        },
        "server": {
            "listen": f"http://127.0.0.1:{port}",
            "public-endpoint": f"{origin}/discussion",
            "trusted-proxies": "127.0.0.1",
            "samesite": "Strict",
        },
        "guard": {
            "enabled": _flag(not at_home),
            "ratelimit": options.rate,
            "direct-reply": 10,
            "reply-to-self": "true",
            "require-author": "false",
            "require-email": "false",
        },
        "markup": {"renderer": "mistune"},
        "markup.mistune": {"plugins": "strikethrough, url", "parameters": "escape, hard_wrap"},
        "hash": {"algorithm": "pbkdf2:10000:6:sha256"},
    }
    blocks = (
        "\n".join([f"[{name}]", *(f"{key} = {value}" for key, value in values.items())])
        for name, values in sections.items()
    )
    return "\n\n".join(blocks) + "\n"


def render_secrets(salt: str, password: str) -> str:
    """The file that is never committed; mails are sent once ``to`` is filled in."""
    return f"""[hash]
salt = {salt}

[admin]
password = {hash_password(password)}

[smtp]
host = localhost
port = 587
security = starttls
username =
password =
to =
from =
"""


def hash_password(password: str, salt: bytes | None = None) -> str:
    """``scrypt:<salt>:<digest>`` in hexadecimal (no «$», which Isso would take for a variable)."""
    salt = secrets.token_bytes(16) if salt is None else salt
    digest = hashlib.scrypt(password.encode(), salt=salt, maxmem=_MEMORY, **_COST)
    return f"scrypt:{salt.hex()}:{digest.hex()}"


def is_password(typed: str, kept: str) -> bool:
    """Whether ``typed`` is the password of which `hash_password` made ``kept``."""
    kind, _, rest = kept.partition(":")
    salt = rest.partition(":")[0]
    if kind != "scrypt" or not salt:
        return False
    return hmac.compare_digest(hash_password(typed, bytes.fromhex(salt)), kept)


def _flag(value: bool) -> str:
    return "true" if value else "false"
