"""What Pelican logs, to problems: nothing that it says may be overlooked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from plugins.config import locate
from plugins.desk.records import ProblemHandler, place_of, problem_of_error
from plugins.problems import Problem, Report


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger whose records become the problems of `told`, for a site in ``tmp_path``."""
    configuration = tmp_path / "pelicanconf.py"
    configuration.write_text('A = 1\nPLUGINS = ["maison"]\n', encoding="utf-8")
    report = Report()
    logger = logging.getLogger(f"tests.records.{id(report)}")
    logger.propagate = False
    handler = ProblemHandler(report, tmp_path, locate(configuration))
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def told(logger: logging.Logger) -> list[Problem]:
    return list(logger.handlers[0].report)  # type: ignore[attr-defined]


def run(path: Path, source: str) -> Exception:
    """The exception that ``source`` raises from the file ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    with pytest.raises(Exception) as caught:  # noqa: PT011 (each test knows which)
        exec(compile(source, str(path), "exec"), {})
    return caught.value


@pytest.mark.parametrize(
    ("level", "severity"),
    [(logging.WARNING, "warning"), (logging.ERROR, "error"), (logging.CRITICAL, "error")],
)
def test_a_record_is_a_problem_as_severe_as_it(
    logger: logging.Logger, tmp_path: Path, level: int, severity: str
) -> None:
    logger.log(level, "Unable to find\n  `%s` here", f"{tmp_path}/content/a.md")
    [problem] = told(logger)
    assert (problem.code, problem.severity) == ("pelican", severity)
    assert str(problem.cause) == "Pelican says: Unable to find `content/a.md` here"


def test_what_is_no_warning_is_not_told(logger: logging.Logger) -> None:
    logger.setLevel(logging.DEBUG)
    logger.info("Writing a page")
    logger.debug("Reading a file")
    assert told(logger) == []


def test_an_exception_is_told_at_the_authors_line(logger: logging.Logger, tmp_path: Path) -> None:
    plugin = tmp_path / "maison.py"
    error = run(plugin, "\n\n{}['poids']\n")
    logger.error("Could not process", exc_info=error)
    [problem] = told(logger)
    assert (problem.code, problem.path, problem.line) == ("plugin-failed", plugin, 3)
    assert str(problem.cause) == "The build failed: KeyError: 'poids'."


def test_an_exception_that_pelican_keeps_for_itself_is_told_all_the_same(
    logger: logging.Logger, tmp_path: Path
) -> None:
    error = run(tmp_path / "maison.py", "1 / 0\n")
    try:
        raise error
    except ZeroDivisionError:
        logger.error("Could not process %s", "a.md")
        logger.warning("Only a warning")
    assert [(p.code, p.severity) for p in told(logger)] == [
        ("pelican", "warning"),
        ("plugin-failed", "error"),
    ]


@pytest.mark.parametrize(
    "words", ["Cannot register plugin `%s`\n%s", "Cannot load plugin `%s`\n%s"]
)
def test_a_plugin_that_fails_is_told_at_its_line(
    logger: logging.Logger, tmp_path: Path, words: str
) -> None:
    plugin = tmp_path / "maison.py"
    error = run(plugin, "\nraise RuntimeError('il manque un outil')\n")
    logger.error(words, "maison", error)
    [problem] = told(logger)
    assert (problem.code, problem.path, problem.line) == ("plugin-failed", plugin, 2)
    assert str(problem.cause) == "The plugin maison failed: RuntimeError: il manque un outil."


def test_a_plugin_that_is_not_there_is_told_where_it_is_named(
    logger: logging.Logger, tmp_path: Path
) -> None:
    logger.error("Cannot load plugin `%s`\n%s", "absent", "No module named 'absent'")
    [problem] = told(logger)
    assert (problem.path, problem.line) == (tmp_path / "pelicanconf.py", 2)
    assert str(problem.cause) == "The plugin absent failed: No module named 'absent'."


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("pelicanconf.py", "invalid-configuration"),
        ("publishconf.py", "invalid-configuration"),
        ("plugins/maison.py", "plugin-failed"),
        (".venv/lib/library.py", "build-failed"),
        ("plugins/desk/glue.py", "build-failed"),
        ("../elsewhere.py", "build-failed"),
    ],
)
def test_whose_fault_an_exception_is(tmp_path: Path, file: str, code: str) -> None:
    root = tmp_path / "site"
    root.mkdir()
    path = (root / file).resolve()
    problem = problem_of_error(run(path, "1 / 0\n"), root)
    assert problem.code == code
    expected = (None, None) if code == "build-failed" else (path, 1)
    assert (problem.path, problem.line) == expected


def test_the_innermost_of_the_authors_lines_is_told(tmp_path: Path) -> None:
    called = tmp_path / "called.py"
    called.write_text("def weigh(post):\n    return int(post)\n", encoding="utf-8")
    error = run(
        tmp_path / "caller.py",
        f"import runpy\n\nrunpy.run_path({str(called)!r})['weigh']('léger')\n",
    )
    assert place_of(error, tmp_path) == (called, 2)


def test_a_template_that_fails_is_told_at_its_line(tmp_path: Path) -> None:
    env = Environment(loader=FileSystemLoader(tmp_path), undefined=StrictUndefined)
    for name, source in (("a.html", "\n{{ post.sumary }}"), ("b.html", "\n\n{{ post. }}")):
        (tmp_path / name).write_text(source, encoding="utf-8")
        with pytest.raises(TemplateError) as caught:
            env.get_template(name).render(post={})
        problem = problem_of_error(caught.value, tmp_path)
        assert (problem.code, problem.path) == ("template-failed", tmp_path / name)
        assert problem.line == source.count("\n") + 1


def test_a_file_that_is_missing_has_no_line(tmp_path: Path) -> None:
    error = FileNotFoundError(2, "No such file", str(tmp_path / "bundle.txt"))
    assert place_of(error, tmp_path) == (None, None)


def test_an_exception_without_words_is_told_by_its_name(tmp_path: Path) -> None:
    problem = problem_of_error(NotImplementedError(), tmp_path)
    assert str(problem.cause) == "The build failed: NotImplementedError."
