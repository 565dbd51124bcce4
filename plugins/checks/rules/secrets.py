"""What looks like a key: published once, it must be thought known to everybody."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text

# What services put before their keys so that they are recognised.
_KNOWN = re.compile(
    r"""
      \b(?:AKIA|ASIA)[A-Z0-9]{16}\b
    | \bgh[pousr]_[A-Za-z0-9]{36,}\b | \bgithub_pat_\w{40,}
    | \bglpat-[\w-]{20,} | \bnpm_[A-Za-z0-9]{36}\b | \bpypi-[\w-]{50,} | \bhf_[A-Za-z0-9]{30,}\b
    | \bxox[abprs]-[A-Za-z0-9-]{10,} | \bAIza[\w-]{35} | \bSG\.[\w-]{16,}\.[\w-]{16,}
    | \b[rs]k_live_[A-Za-z0-9]{16,} | \bsk-(?:ant-|proj-)?[\w-]{32,} | \bdop_v1_[a-f0-9]{64}\b
    | \beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}
    | -----BEGIN\ (?:[A-Z]+\ )?PRIVATE\ KEY-----
    """,
    re.VERBOSE,
)
# One of these stands in whatever `_KNOWN` finds; they are looked for a hundred times faster.
_SIGNS = (
    *("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "npm_"),
    *("pypi-", "hf_", "xox", "AIza", "SG.", "k_live_", "sk-", "dop_v1_", "eyJ", "PRIVATE KEY"),
)
_NAMED = re.compile(
    r"(?:api[_-]?key|secret|token|passw(?:or)?d|mot_de_passe|cl[ée]_api|private[_-]?key)"
    r"[\"']?\s{0,3}(?:=|:|=>)\s{0,3}[\"']?(?P<value>[A-Za-z0-9+/_=.-]{20,200})",
    re.IGNORECASE,
)
_INVENTED = re.compile(r"example|exemple|x{4}|0{6}|1234567|votre|your", re.IGNORECASE)
_DISORDER = 3.7  # bits a character: words and names of variables stay below it


def _secret(text: Text, _around: Around) -> Iterator[Finding]:
    """Looked for in code as well: that is where keys are pasted."""
    found = []
    if any(sign in text.body for sign in _SIGNS):
        found += [match.span() for match in _KNOWN.finditer(text.body)]
    found += [
        match.span("value")
        for match in _NAMED.finditer(text.body)
        if disorder(match["value"]) > _DISORDER and re.search(r"\d", match["value"])
    ]
    done = -1
    for start, end in sorted(found):
        value = text.body[start:end]
        if start >= done and not _INVENTED.search(value):
            yield Finding(start, values={"beginning": value[:6]})
            done = end


def disorder(value: str) -> float:
    """Shannon's entropy of the characters of ``value``, in bits a character."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)


# In two parts, so that this file itself does not look like a leak.
_KEY = "ghp_" + "q7Zr2Lw9" + "Xc4Vb8Nm1Ta6Ys3Ed5Rf0Gh2Jk7Pu"

RULES = (
    Rule(
        code="secret",
        severity="error",
        reason=msg(
            "Robots find a key within minutes of its publication, and git keeps it after it was "
            "deleted: it must be revoked where it was made."
        ),
        cause=msg("“{beginning}…” looks like a key or a password."),
        remedy=msg(
            "Revoke it if it is one, and write an invented one. If it is invented, put “secret” "
            "under “silence:” in the front matter."
        ),
        find=_secret,
        failing=Example(f"Voici ma commande :\n\n```\nexport TOKEN={_KEY}\n```\n", at="TOKEN"),
        passing=Example(
            "```\nexport TOKEN=votre-jeton-personnel-ici\nAKIAIOSFODNN7EXAMPLE\n"
            'password = "mot-de-passe-du-compte"\n```\n'
        ),
        kinds=EVERYWHERE,
    ),
)
