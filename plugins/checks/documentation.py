"""docs/rules.md, made from the rules themselves and from where the build raises its faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.messages import Gettext, Message, msg
from plugins.problems import name_severity
from plugins.proofreading import Rule

_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_RAISING = frozenset({"Problem", "Invalid", "_unfit", "_problem"})
# What the desk says of commands, and what no author sees of a post.
_ELSEWHERE = frozenset({"topics-found", "empty-letter", "no-hub", "hub-refused", "unpublished"})


def render_documentation(
    rules: Sequence[Rule], faults: Sequence[tuple[str, str]], gettext: Gettext
) -> str:
    """The page: how to silence and repair, every rule, then what stops a build."""
    parts = [
        "# " + msg("The proofreader’s rules").render(gettext),
        msg("This page is made from the rules by `make rules`; a test keeps it true.").render(
            gettext
        ),
        _introduction(gettext),
        "## " + msg("Rules").render(gettext),
        *(_section(rule, gettext) for rule in rules),
        "## " + msg("What the build itself reports").render(gettext),
        msg("An error among these keeps a site from being written; none can be silenced.").render(
            gettext
        ),
        "\n".join(f"- `{code}` : {gettext(cause).replace('{{', '{')}" for code, cause in faults),
    ]
    return "\n\n".join(parts) + "\n"


def _introduction(gettext: Gettext) -> str:
    return msg(
        "`make check` shows what they find, at its line; `make check FIX=1` makes the repairs "
        "that have one right answer, after showing them (and asking, on a terminal; `YES=1` "
        "does not ask); `make links` tests external links as well. An **error** keeps a "
        "publication from taking place, a **warning** should be mended, a **notice** is to be "
        "weighed. A rule is silenced in a post by `silence: [code]` (`taire:`) in its front "
        'matter, and everywhere by `CHECKS = {{"silenced": ["code"]}}` in pelicanconf.py.'
    ).render(gettext)


def _section(rule: Rule, gettext: Gettext) -> str:
    severity = name_severity(rule.severity).render(gettext)
    repaired = msg("repaired by FIX=1").render(gettext) if rule.repairs else ""
    parts = [
        f"### `{rule.code}`",
        f"*{severity}{', ' + repaired if repaired else ''}*",
        rule.reason.render(gettext),
        f"> {_shown(rule.cause, gettext)}\n>\n> → {_shown(rule.remedy, gettext)}",
    ]
    examples = [(msg("This is told:"), rule.failing), (msg("This is not:"), rule.passing)]
    if rule.failing.text == rule.passing.text:
        examples.pop()  # what tells them apart is not in the text, but in a file or a server
    for name, example in examples:
        parts += [name.render(gettext), f"~~~markdown\n{_shortened(example.text)}~~~"]
    return "\n\n".join(parts)


def _shown(message: Message, gettext: Gettext) -> str:
    """A sentence with the names of its values where they will stand."""
    return re.sub(r"([{}])\1", r"\1", gettext(message.msgid))


def _shortened(text: str) -> str:
    """Lines as a page shows them: what is long on purpose is cut."""
    most = 160
    return "".join(
        (line if len(line) <= most else line[:most].rstrip() + "…") + "\n"
        for line in text.rstrip("\n").split("\n")
    )


def find_faults(plugins: Path, rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Each code that the build itself reports, and what it says, from the sources below."""
    known = {rule.code for rule in rules} | _ELSEWHERE
    found = {
        (code, cause)
        for path in sorted(plugins.rglob("*.py"))
        for code, cause in _raised(ast.parse(path.read_text(encoding="utf-8")))
        if code not in known
    }
    return sorted(found)


def _raised(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Codes with the msgids of their causes, given at once or by a name of the same function."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        named = [
            (node.lineno, target.id, _msgid(node.value))
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _RAISING:
                codes = [a.value for a in node.args if isinstance(a, ast.Constant)]
                given = {name: cause for line, name, cause in named if line <= node.lineno}
                causes = (
                    given.get(a.id) if isinstance(a, ast.Name) else _msgid(a) for a in node.args
                )
                cause = next((c for c in causes if c), None)
                for code in codes:
                    if isinstance(code, str) and _CODE.fullmatch(code) and cause:
                        yield code, cause


def _msgid(node: ast.expr) -> str | None:
    """The text of ``msg("…")``, also where one of two is chosen."""
    if isinstance(node, ast.IfExp):
        return _msgid(node.body)
    is_message = isinstance(node, ast.Call) and ast.unparse(node.func) == "msg"
    if is_message and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return None
