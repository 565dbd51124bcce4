"""``python -m plugins.checks``: write docs/rules.md anew (`make rules`)."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.catalogue import HOUSE, load_catalogue
from plugins.checks.documentation import find_faults, render_documentation
from plugins.files import write_atomic
from plugins.proofreading import load_rules


def documentation(plugins: Path) -> str:
    """The page as it should be, in French, from the rooms below ``plugins``."""
    rooms = sorted(f"plugins.{path.name}" for path in plugins.iterdir() if path.is_dir())
    rules = sorted(load_rules(rooms), key=lambda rule: rule.code)
    gettext = load_catalogue(HOUSE, "fr").gettext
    return render_documentation(rules, find_faults(plugins, rules), gettext)


def main() -> int:
    """Write it into docs/ of the current folder; 0."""
    page = Path("docs", "rules.md")
    write_atomic(page, documentation(Path("plugins")).encode())
    sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
