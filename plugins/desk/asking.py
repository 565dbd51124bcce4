"""What a configuration asks beside its own lines, as far as its source tells.

The record of the last build (`plugins.desk.unchanged`) stands for the build
only where all that was read is known. A configuration is a program: it may
read variables, which are found by name, and it may ask a file, the clock, the
system or a module of the author's, which is seen, but not what it would be told.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

_READERS = {"environ", "environb", "getenv", "getenvb", "expandvars", "expanduser"}
# By their names alone: that some other method has one of them costs a build, not a stale page.
_QUESTIONS = frozenset(
    {
        *("open", "read_text", "read_bytes", "exists", "is_file", "is_dir", "stat", "getmtime"),
        *("glob", "rglob", "iterdir", "listdir", "scandir", "walk"),
        *("now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime"),
        *("gethostname", "getuser", "urandom", "uuid1", "uuid4", "random", "randint", "choice"),
        *("run", "check_output", "Popen", "popen", "system", "urlopen"),
        *("import_module", "__import__", "exec", "eval"),
    }
)


def names_read(tree: ast.Module) -> set[str] | None:
    """The names in ``environ.get("X")``, ``environ["X"]`` and ``getenv("X")``; None for others."""
    uses = sum(_mentions(node) in _READERS for node in ast.walk(tree))
    names = [name for node in ast.walk(tree) if (name := _name_read(node)) is not None]
    return set(names) if len(names) == uses else None


def asks_more(tree: ast.Module, root: Path) -> bool:
    """Whether what it says may change while it and its variables stay.

    ``root`` is its folder, whose own files of Python are configurations too.
    """
    modules = [node.names for node in ast.walk(tree) if isinstance(node, ast.Import)]
    only_named = {id(alias) for names in modules for alias in names}
    nodes = (node for node in ast.walk(tree) if id(node) not in only_named)
    if any(_mentions(node) in _QUESTIONS for node in nodes):
        return True
    return any((root / name).is_dir() and name != "plugins" for name in _imported(tree))


def _mentions(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return node.name if isinstance(node, ast.alias) else ""


def _imported(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name.partition(".")[0] for name in names)


def _name_read(node: ast.AST) -> str | None:
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        given: ast.AST = node.slice
    elif (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"os.environ.get", "os.getenv"}
        and node.args
    ):
        given = node.args[0]
    else:
        return None
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    return None
