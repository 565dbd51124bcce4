"""What runs is what the source says at that moment, or it is known that it may not be."""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

from plugins import running
from tests.laying import HOUSE


def lay(root: Path) -> Path:
    """A folder of plugins with the real module, and one that says a number."""
    (root / "plugins").mkdir()
    shutil.copy(HOUSE / "plugins" / "running.py", root / "plugins")
    (root / "plugins" / "number.py").write_text("X = 1\n")
    return root / "plugins" / "number.py"


def says(root: Path, program: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", f"from plugins import running\n{program}"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def rewrite(path: Path, text: str) -> None:
    """Other words of the same length, under the same mtime."""
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def test_a_module_is_compiled_again_whatever_its_mtime_says(tmp_path: Path) -> None:
    path = lay(tmp_path)
    program = "running.trust_exact_times()\nfrom plugins.number import X\nprint(X)"
    assert says(tmp_path, program) == "1"
    (compiled,) = (tmp_path / "plugins/__pycache__").glob("number.*")
    before = compiled.stat().st_mtime_ns
    assert says(tmp_path, program) == "1"
    assert compiled.stat().st_mtime_ns == before
    rewrite(path, "X = 2\n")
    assert says(tmp_path, program) == "2"


def test_a_configuration_is_compiled_again_whatever_its_mtime_says(tmp_path: Path) -> None:
    lay(tmp_path)
    path = tmp_path / "conf.py"
    path.write_text("X = 1\n")
    py_compile.compile(str(path))
    rewrite(path, "X = 2\n")
    program = (
        "from pathlib import Path\nrunning.forget_compiled([Path('conf.py').absolute()])\n"
        "from conf import X\nprint(X)"
    )
    assert says(tmp_path, program) == "2"


def test_a_file_written_since_the_process_began_is_told(tmp_path: Path) -> None:
    path = lay(tmp_path)
    os.utime(path, ns=(0, 0))
    ask = "print(running.is_touched())"
    later = f"import time; running.BEGAN = time.time_ns() + 10**9\n{ask}"
    assert says(tmp_path, later) == "False"
    assert says(tmp_path, f"running.BEGAN = {path.stat().st_ctime_ns}\n{ask}") == "True"


def test_the_desk_trusts_exact_times_from_its_first_module_on() -> None:
    program = "import plugins.desk, plugins.cache; print(type(plugins.cache.__loader__).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == running._Loader.__name__
