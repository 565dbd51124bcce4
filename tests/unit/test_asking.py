"""What a configuration reads: a build is not spared where that may have changed unseen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from plugins.desk.asking import asks_more, names_read
from tests.laying import HOUSE


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_the_houses_own_asks_for_nothing_but_variables(name: str) -> None:
    tree = ast.parse((HOUSE / name).read_bytes())
    assert not asks_more(tree, HOUSE)
    assert names_read(tree) in ({"SEARCH"}, {"SITEURL", "AS_OF"})


@pytest.mark.parametrize(
    "line",
    [
        "VERSION = open('VERSION').read()",
        "VERSION = Path('VERSION').read_text()",
        "COPYRIGHT = date.today().year",
        "COPYRIGHT = time.time()",
        "from time import time",
        "EXTRA = [str(path) for path in Path('extra').glob('*.txt')]",
        "BUILT_ON = socket.gethostname()",
        "import reglages",
        "from reglages.site import NAME",
    ],
)
def test_a_question_whose_answer_may_change_is_seen(line: str, tmp_path: Path) -> None:
    (tmp_path / "reglages").mkdir()
    assert asks_more(ast.parse(line), tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "import plugins.model",
        "from pelicanconf import *",
        "TIMEZONE = 'Europe/Paris'",
        "NAME = os.environ.get('NAME', 'x')",
    ],
)
def test_what_is_said_in_the_files_themselves_is_no_question(line: str, tmp_path: Path) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "pelicanconf.py").touch()
    assert not asks_more(ast.parse(line), tmp_path)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("os.environ['A'], os.environ.get('B'), os.getenv('C', '')", {"A", "B", "C"}),
        ("os.environ.get(name)", None),
        ("os.path.expanduser('~/x')", None),
        ("from os import environ", None),
        ("x = 1", set()),
    ],
)
def test_variables_are_known_by_name_or_all_of_them_count(
    line: str, names: set[str] | None
) -> None:
    assert names_read(ast.parse(line)) == names
