"""The house keeps its borders: who imports what, how long a thing may be, what is explained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pelican
import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.config import OPTIONAL, locate
from tests.laying import HOUSE

PLUGINS = HOUSE / "plugins"
MODULES = sorted(PLUGINS.rglob("*.py"))
MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 45
MOST_LINES_OF_A_HANDLER = 20

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions_of(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def imports_of(path: Path) -> set[str]:
    """The full names that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name | ast.Attribute)
            and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}
        ):
            names |= {ast.literal_eval(node.args[0])}
    return names


def test_nothing_waits_for_a_page_to_be_rendered_or_an_object_to_be_made() -> None:
    """Pelican is silent for what is reused (`content_written`, `feed_written`…)."""
    sent = re.compile(r"signals\.(content_\w+|feed_\w+|article_generator_write_article)\b")
    assert [name_of(path) for path in MODULES if sent.search(path.read_text("utf-8"))] == []


@cache
def rooms() -> frozenset[str]:
    """The folders that Pelican registers, and the desk, which starts Pelican."""
    registering = {
        path.parent.name
        for path in PLUGINS.glob("*/__init__.py")
        if any(function.name == "register" for function in functions_of(path))
    }
    return frozenset(registering | {"desk"})


def room_of(path: Path) -> str | None:
    """The room of a module, or None for what the rooms share."""
    folder = path.relative_to(PLUGINS).parts[0]
    return folder if folder in rooms() else None


def rooms_imported_by(path: Path) -> set[str]:
    names = (name.split(".") for name in imports_of(path))
    return {parts[1] for parts in names if parts[0] == "plugins"} & rooms()


def public(tree: ast.Module) -> Iterator[ast.ClassDef | Function]:
    """Public functions and classes of a module, and public methods of the latter."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    child
                    for child in node.body
                    if isinstance(child, Function) and not child.name.startswith("_")
                )


def lines_of(node: Function) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def statement_lines_of(path: Path, node: Function) -> int:
    """The lines of a function's statements: no signature, docstring, comment or blank line."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()[body[0].lineno - 1 : node.end_lineno]
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


def connected_by(path: Path) -> set[str]:
    """What a module connects to Pelican's signals."""
    return {
        ast.unparse(node.args[0])
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and re.fullmatch(r"signals\.\w+\.connect", ast.unparse(node.func))
    }


def handlers_of(path: Path) -> list[Function]:
    """The functions that a module connects to signals."""
    connected = connected_by(path)
    return [function for function in functions_of(path) if function.name in connected]


def test_the_rooms_are_those_of_the_configuration() -> None:
    named = set(re.findall(r'"plugins\.(\w+)"', (HOUSE / "pelicanconf.py").read_text("utf-8")))
    assert rooms() - {"desk"} == named
    assert {"posts", "topics", "feeds", "checks"} <= named


def test_pelican_is_imported_in_glue_alone() -> None:
    importing = {
        path
        for path in MODULES
        if any(name.split(".")[0] == "pelican" for name in imports_of(path))
    }
    assert importing <= {path for path in MODULES if path.name == "glue.py" and room_of(path)}
    assert len(importing) > 5


def test_no_room_imports_another_and_nothing_shared_imports_a_room() -> None:
    foreign = {
        name_of(path): others
        for path in MODULES
        if (others := rooms_imported_by(path) - {room_of(path)})
    }
    assert foreign == {}


def test_what_pelican_knows_stays_behind_glue() -> None:
    """Only `register` may import a room's glue; the desk, which starts Pelican, needs its own."""
    importing = {
        name_of(path)
        for path in MODULES
        if any(re.match(r"plugins\.\w+\.glue\b", name) for name in imports_of(path))
    }
    allowed = {name_of(PLUGINS / room / "__init__.py") for room in rooms()}
    assert {name for name in importing if not name.startswith("plugins/desk/")} <= allowed


def test_no_module_is_long() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_MODULE} == {}


def test_no_function_is_long() -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": lines_of(node)
        for path in MODULES
        for node in functions_of(path)
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_handler_of_a_signal_is_long() -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": statement_lines_of(path, node)
        for path in MODULES
        for node in handlers_of(path)
    }
    assert len(lengths) > 15
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_HANDLER} == {}


def test_signals_are_connected_in_glue_alone_to_functions_of_the_module() -> None:
    """Pelican holds receivers weakly: a lambda or a closure would be gone at once."""
    for path in MODULES:
        functions = {node.name for node in tree_of(path).body if isinstance(node, Function)}
        for receiver in connected_by(path):
            assert path.name == "glue.py", name_of(path)
            assert receiver in functions, f"{name_of(path)}: {receiver}"


def test_everything_public_is_explained() -> None:
    silent = {
        f"{name_of(path)}:{getattr(node, 'lineno', 1)}"
        for path in MODULES
        for node in (tree_of(path), *public(tree_of(path)))
        if not ast.get_docstring(node)
    }
    assert silent == set()


@pytest.mark.parametrize("room", sorted(rooms()))
def test_a_room_says_what_is_where(room: str) -> None:
    explained = ast.get_docstring(tree_of(PLUGINS / room / "__init__.py"))
    assert explained
    for path in (PLUGINS / room).glob("*.py"):
        assert path.stem == "__init__" or f"``{path.stem}``" in explained, path.name


def words_of(*folders: Path) -> set[str]:
    """Every upper-case word of the Python files and templates below ``folders``.

    Without the lists in which `plugins.config` merely allows some.
    """
    found: set[str] = set()
    for path in (path for folder in folders for path in folder.rglob("*.*")):
        if path.suffix in {".py", ".html"} and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8")
            if path == PLUGINS / "config.py":
                text = re.sub(r"(?ms)^(OPTIONAL|ADDRESSES) = \(.*?\)$", "", text)
            found |= set(re.findall(r"\b[A-Z][A-Z_]+\b", text))
    return found


def test_every_name_of_the_configuration_is_used_or_known_to_pelican() -> None:
    names = locate(HOUSE / "pelicanconf.py", HOUSE / "publishconf.py").names
    ours = words_of(PLUGINS, HOUSE / "theme" / "templates")
    templates = {f"{name.upper()}_URL" for name in DEFAULT_CONFIG["DIRECT_TEMPLATES"]}
    # What has no default in Pelican, but is read by it where it is set.
    optional = words_of(Path(pelican.__file__).parent) & set(OPTIONAL) | templates
    assert len(names) > 40
    assert names - ours - set(DEFAULT_CONFIG) - optional == set()
