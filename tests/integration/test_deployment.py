"""From what is online here to a server, with the real rsync and sshd; to hosts; day by day."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from plugins.hosting.headers import IMMUTABLE
from tests.laying import HOUSE, SITES, Site, clean_environment, lay_site
from tests.serving import find, sshd, user

AS_OF = "2026-06-01T00:00:00+02:00"
ADDRESS = {"SITEURL": "https://samuguru.example", "AS_OF": AS_OF}
POST = "---\ntitre: {title}\ndate: {date}\nid: urn:x:{title}\n---\nTexte.\n"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with two editions, the second with one post more."""
    site = lay_site(tmp_path_factory.mktemp("deployed"), SITES / "minimal")
    site.configure('PUBLISHING = {"kept": 2, "quality": 5}')
    publish(site)
    return site


def publish(site: Site) -> None:
    done = site.publish(**ADDRESS)
    assert done.returncode == 0, done.stderr


def add(site: Site, title: str, date: str = "2026-02-01") -> None:
    site.write(f"content/articles/{title.lower()}.md", POST.format(title=title, date=date))


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("sshd")) as command:
        yield command


@pytest.fixture(params=["ssh", "here"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """Where to, and the environment that reaches it."""
    find("rsync", "rsync")
    folder = tmp_path / "srv"
    if request.param == "here":
        return str(folder), {}
    return f"{user()}@127.0.0.1:{folder}", {"RSYNC_RSH": request.getfixturevalue("ssh")}


def desk(site: Site, *arguments: str, code: int = 0, **environment: str) -> str:
    done = site.desk(*arguments, **environment)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_editions_go_to_a_server_and_back(
    laid: Site, target: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    place, environment = target
    site = Site(tmp_path / "site")
    subprocess.run(["cp", "-a", laid.root, site.root], check=True)
    there = tmp_path / "srv"
    assert "en ligne" in desk(site, "deploy", "--target", place, **environment)
    assert (there / "public").is_symlink()
    first = files(there / "public")
    assert first == files(site.root / "public")
    # The same edition again is the same release.
    desk(site, "deploy", "--target", place, **environment)
    assert len(list((there / "releases").iterdir())) == 1

    add(site, "Nouveau")
    wait_for_another_second(site)
    publish(site)
    desk(site, "deploy", "--target", place, **environment)
    assert files(there / "public") == files(site.root / "public") != first
    old, new = sorted((there / "releases").iterdir())
    assert (there / "public").resolve() == new
    about = "a-propos/index.html"
    assert (old / about).samefile(new / about), "what is equal is sent once"
    assert not (old / "rss.xml").samefile(new / "rss.xml")

    listed = desk(site, "editions", "--target", place, **environment).splitlines()
    assert listed == [f"{new.name}  en ligne", old.name]
    seen = {name: (new / name).stat().st_mtime for name in ("rss.xml", "index.html", about)}
    assert old.name in desk(site, "rollback", "--target", place, **environment)
    assert files(there / "public") == first
    # Who has a page of the other release is not told that it is the same; what is equal is.
    for name in ("rss.xml", "index.html"):
        assert (old / name).stat().st_mtime > seen[name]
    assert (old / about).stat().st_mtime == seen[about]
    desk(site, "rollback", "--target", place, "--to", new.name, **environment)
    assert (there / "public").resolve() == new
    assert "[no-edition]" in desk(
        site, "rollback", "--target", place, "--to", "../..", code=1, **environment
    )


def wait_for_another_second(site: Site) -> None:
    """Releases are named by the second; editions are published less often than that."""
    mark = site.root / "public/.edition"
    old = mark.stat().st_mtime - 5
    os.utime(mark, (old, old))


def test_the_oldest_releases_go_and_what_is_online_stays(laid: Site, tmp_path: Path) -> None:
    find("rsync", "rsync")
    there = tmp_path / "srv"
    releases = there / "releases"
    for number in range(1, 6):
        (releases / f"2020010{number}T000000Z").mkdir(parents=True)
    (there / "public").symlink_to("releases/20200103T000000Z")
    half = releases / ".incoming-20200106T000000Z"
    half.mkdir()
    desk(laid, "deploy", "--target", str(there))
    left = sorted(path.name for path in releases.iterdir() if not path.name.startswith("."))
    assert left[:2] == ["20200104T000000Z", "20200105T000000Z"]
    assert len(left) == 3
    assert files(there / "public") == files(laid.root / "public")


def test_a_server_that_fails_keeps_what_it_has(laid: Site, tmp_path: Path) -> None:
    find("rsync", "rsync")
    there = tmp_path / "srv"
    (there / "public").mkdir(parents=True)
    (there / "public/index.html").write_text("something else")
    said = desk(laid, "deploy", "--target", str(there), code=1)
    assert "[deploy-failed]" in said
    assert "is not a link" in said
    assert (there / "public/index.html").read_text() == "something else"
    # The folder of a site that publishes itself: its link is its own.
    own = tmp_path / "own"
    (own / ".public.editions/0001").mkdir(parents=True)
    (own / "public").symlink_to(".public.editions/0001")
    said = desk(laid, "deploy", "--target", str(own), code=1)
    assert "leads elsewhere" in said
    assert (own / "public").readlink() == Path(".public.editions/0001")
    nobody = {"RSYNC_RSH": "ssh -F none -o BatchMode=yes -p 1"}
    said = desk(laid, "deploy", "--target", "nobody@127.0.0.1:/srv/x", code=1, **nobody)
    assert "[deploy-failed]" in said
    for wrong in ("", "relative/path", "-oProxyCommand=x:/srv", "host:/srv/$(reboot)", "host:/a b"):
        said = desk(laid, "deploy", f"--target={wrong}", code=1)
        assert "[invalid-target]" in said, wrong


def test_a_deployment_that_is_killed_leaves_what_is_online(
    laid: Site, ssh: str, tmp_path: Path
) -> None:
    site, there = Site(tmp_path / "site"), tmp_path / "srv"
    subprocess.run(["cp", "-a", laid.root, site.root], check=True)
    order = ["deploy", "--target", f"{user()}@127.0.0.1:{there}"]
    desk(site, *order, RSYNC_RSH=ssh)
    old = files(there / "public")
    add(site, "Tué")
    wait_for_another_second(site)
    publish(site)
    new = files(site.root / "public")
    for tenths in (4, 6, 7, 8, 9, 10):
        process = subprocess.Popen(
            [sys.executable, "-m", "plugins.desk", *order],
            cwd=site.root,
            env=clean_environment(RSYNC_RSH=ssh),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(tenths / 10)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert files(there / "public") in (old, new)
    desk(site, *order, RSYNC_RSH=ssh)
    assert files(there / "public") == new
    assert not list((there / "releases").glob(".*"))


def test_what_follows_on_the_server_is_run_there(laid: Site, tmp_path: Path) -> None:
    find("rsync", "rsync")
    site = Site(tmp_path / "site")
    subprocess.run(["cp", "-a", laid.root, site.root], check=True)
    there = tmp_path / "srv"
    after = "test -L public && echo reloaded > told"
    site.configure(f'PUBLISHING = {{"target": "{there}", "after": "{after}"}}')
    desk(site, "deploy")
    assert (there / "told").read_text() == "reloaded\n"


# Hosts of pages.


@pytest.fixture(scope="module")
def hosted(laid: Site) -> Path:
    ledger = laid.content / "permalinks.json"
    text = ledger.read_text("utf-8")
    old = '{"address": "articles/salut/", "kind": "post", "id": "urn:uuid:11111111-1111-4111-8111-'
    ledger.write_text(text.replace("\n]", f'\n,{old}111111111111"}}\n]'), "utf-8")
    publish(laid)
    desk(laid, "pages")
    return laid.root / "_site"


def test_hosts_get_what_they_take(hosted: Path, laid: Site) -> None:
    names = set(files(hosted))
    assert {"index.html", "404.html", "rss.xml", "_headers", "_redirects"} <= names
    assert not {n for n in names if n.endswith((".br", ".gz")) or n.startswith(".server")}
    assert not hosted.is_symlink()
    online = files(laid.root / "public")
    assert all(online[name] == data for name, data in files(hosted).items())
    # Cloudflare Pages takes 20,000 files of at most 25 MiB.
    assert len(names) < 20_000
    assert max(path.stat().st_size for path in hosted.rglob("*")) < 25 * 2**20
    desk(laid, "pages")
    (hosted / ".edition").unlink()
    assert "[foreign-output]" in desk(laid, "pages", code=1)
    (hosted / ".edition").touch()


def parse_headers(text: str) -> dict[str, dict[str, str]]:
    """As Cloudflare documents it: a pattern, then indented headers; 100 rules, 2,000 characters."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        assert len(line) <= 2000
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(" "):
            assert line.startswith("/")
            assert line.count("*") <= 1, "one splat a rule"
            assert line not in rules
            rules[line] = current = {}
        else:
            name, value = line.strip().split(": ", 1)
            current[name] = value
    assert len(rules) <= 100
    return rules


def test_the_headers_of_hosts_are_within_their_limits(hosted: Path) -> None:
    rules = parse_headers((hosted / "_headers").read_text("utf-8"))
    everywhere = rules["/*"]
    assert "'unsafe-inline'" not in everywhere["Content-Security-Policy"]
    assert everywhere["Strict-Transport-Security"] == "max-age=63072000"
    assert rules["/theme/*"]["Cache-Control"] == IMMUTABLE

    def of(path: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for pattern, headers in rules.items():
            regex = re.escape(pattern).replace(r"\*", ".*")
            if re.fullmatch(regex, path):
                for name, value in headers.items():
                    found.setdefault(name, []).append(value)
        return found

    for name in files(hosted):
        values = of(f"/{name}")
        assert all(len(value) == 1 for value in values.values()), "a host would join them"
    assert of("/sujets/ia/rss.xml")["Content-Type"] == ["application/rss+xml; charset=utf-8"]
    assert of("/rss.xml")["Access-Control-Allow-Origin"] == ["*"]
    assert "Cache-Control" not in of("/articles/bonjour/")


def test_the_redirects_of_hosts_are_within_their_limits(hosted: Path) -> None:
    """Cloudflare: 2,000 static rules of at most 1,000 characters, these statuses alone."""
    lines = (hosted / "_redirects").read_text("utf-8").splitlines()
    rules = [line.split(" ") for line in lines if line and not line.startswith("#")]
    assert all(len(line) <= 1000 for line in lines)
    cloudflare = [rule for rule in rules if rule[2] in {"200", "301", "302", "303", "307", "308"}]
    assert ["/articles/salut/", "/articles/bonjour/", "301"] in cloudflare
    assert 0 < len(cloudflare) <= 2000
    assert not any("*" in rule[0] or ":" in rule[0] for rule in cloudflare)
    assert len({rule[0] for rule in cloudflare}) == len(cloudflare)
    # Netlify takes the first rule for an address, and a page before a rule without “!”.
    netlify = {rule[0]: rule for rule in reversed(rules)}
    assert netlify["/articles/salut/"][2] == "301!"
    targets = {rule[1] for rule in cloudflare}
    assert not targets & {rule[0] for rule in cloudflare}, "a chain"


def test_the_shipped_headers_are_those_of_the_table(tmp_path: Path) -> None:
    """`make servers` would change nothing."""
    from plugins.hosting.__main__ import main

    main(tmp_path, HOUSE / "publishconf.py")
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        shipped = HOUSE / "deploy" / path.relative_to(tmp_path)
        assert shipped.read_text("utf-8") == path.read_text("utf-8"), "run make servers"


# Day by day.


def run_like_a_runner(script: str, root: Path, **environment: str) -> str:
    """A step of the workflow, as GitHub's runner starts it; what it says."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(
        command,
        cwd=root,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_makefile(site: Site) -> Site:
    shutil.copy(HOUSE / "Makefile", site.root)
    shutil.copy(HOUSE / "requirements.txt", site.root)
    python = site.write(".venv/bin/python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (site.root / ".venv/site.ready").touch()
    return site


def test_the_workflow_publishes_and_writes_down_what_it_published(tmp_path: Path) -> None:
    workflow = yaml.safe_load((HOUSE / "deploy/github/publish.yml").read_text("utf-8"))
    job = workflow["jobs"]["publish"]
    triggers = workflow[True]  # YAML 1.1 reads “on” so
    assert triggers["schedule"]
    assert job["if"] == "vars.SITEURL != ''", "nothing runs by surprise"
    assert workflow["permissions"] == {"contents": "write", "id-token": "write", "pages": "write"}
    assert not (HOUSE / ".github").exists(), "nothing runs in the house's own repository"

    site = with_makefile(lay_site(tmp_path / "site", SITES / "minimal"))
    add(site, "Prévu", "2026-03-01")
    site.write(".gitignore", "/.*\n/theme\n/plugins\n/public\n/_site\n/Makefile\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "content", "pelicanconf.py", "publishconf.py", ".gitignore", "-f"],
        ["commit", "--quiet", "--message", "Begin"],
        ["clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git")],
        ["remote", "add", "origin", str(tmp_path / "origin.git")],
        ["fetch", "--quiet"],
        ["branch", "--quiet", "--set-upstream-to=origin/main"],
    ):
        subprocess.run([*git, *command], cwd=site.root, check=True, capture_output=True)
    for step in job["steps"]:
        if "run" in step:
            run_like_a_runner(step["run"], site.root, **ADDRESS)
    uploaded = next(s["with"]["path"] for s in job["steps"] if "upload" in s.get("uses", ""))
    assert (site.root / uploaded / "articles/prevu/index.html").is_file()
    show = ["git", "show", "main:content/permalinks.json"]
    ledger = subprocess.run(show, cwd=tmp_path / "origin.git", capture_output=True, check=True)
    assert b"articles/prevu/" in ledger.stdout
    names = [step.get("name", step.get("uses", "")) for step in job["steps"]]
    assert names.index("Write down what was published") < len(names) - 1
    assert "deploy-pages" in names[-1], "the ledger is written before anything is online"


def test_the_workflow_that_proofreads_annotates_the_lines(tmp_path: Path) -> None:
    workflow = yaml.safe_load((HOUSE / "deploy/github/check.yml").read_text("utf-8"))
    assert "pull_request" in workflow[True]
    assert workflow["permissions"] == {"contents": "read"}
    site = with_makefile(lay_site(tmp_path / "site", SITES / "minimal"))
    post = POST.format(title="Un", date="2026-02-01")
    site.write("content/articles/un.md", f"{post}Le coeur.\n")
    said = "".join(
        run_like_a_runner(step["run"], site.root)
        for step in workflow["jobs"]["check"]["steps"]
        if "run" in step
    )
    assert "::warning file=content/articles/un.md,line=7,col=4,title=missing-ligature::" in said


def test_actions_of_others_are_named_by_their_commits() -> None:
    for path in (HOUSE / "deploy/github").glob("*.yml"):
        used = re.findall(r"uses: (\S+)", path.read_text("utf-8"))
        assert used
        assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []


def read_unit(name: str) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(HOUSE / "deploy/systemd" / name)
    return unit


def test_the_timer_publishes_the_posts_whose_day_has_come(tmp_path: Path) -> None:
    service = read_unit("samuguru-publish.service")["Service"]
    timer = read_unit("samuguru-publish.timer")["Timer"]
    assert timer["OnCalendar"].startswith("*-*-* ")
    assert timer["Persistent"] == "yes"
    site = with_makefile(lay_site(tmp_path / "site", SITES / "minimal"))
    add(site, "Prévu", "2026-03-01 08:00")
    key, _, address = service["Environment"].partition("=")
    for day, is_there in (("2026-02-28", False), ("2026-03-02", True)):
        done = subprocess.run(
            shlex.split(service["ExecStart"]),
            cwd=site.root,
            env=clean_environment(**{key: address, "AS_OF": day}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert (site.root / "public/articles/prevu").is_dir() == is_there
        assert ("Prévu" in (site.root / "public/rss.xml").read_text("utf-8")) == is_there


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    find("systemd-analyze", "systemd")
    for path in (HOUSE / "deploy/systemd").glob("samuguru-*"):
        text = path.read_text("utf-8").replace("/srv/samuguru", str(tmp_path))
        (tmp_path / path.name).write_text(text.replace("User=samuguru", "User=root"), "utf-8")
    units = [str(path) for path in sorted(tmp_path.glob("*.*"))]
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ours = [line for line in done.stderr.splitlines() if "samuguru" in line]
    assert ours == []
    when = [
        "systemd-analyze",
        "calendar",
        read_unit("samuguru-publish.timer")["Timer"]["OnCalendar"],
    ]
    assert subprocess.run(when, capture_output=True, check=False).returncode == 0


def test_a_build_needs_no_network_and_what_it_needs_is_locked(tmp_path: Path) -> None:
    """In a name space without any network, not even a loopback that is up."""
    site = lay_site(tmp_path / "site", SITES / "minimal")
    rights = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    done = subprocess.run(
        [*rights, sys.executable, "-m", "plugins.desk", "publish"],
        cwd=site.root,
        env=clean_environment(**ADDRESS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site.root / "public/recherche/pagefind").is_dir()
    makefile = (HOUSE / "Makefile").read_text("utf-8")
    assert "--require-hashes --no-deps" in makefile
    for path in HOUSE.glob("requirements*.txt"):
        entries = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
        assert len(entries) > 10
        for entry in entries:
            assert re.match(r"[\w.\[\]-]+==[^\s;]+", entry), entry[:60]
            assert "--hash=sha256:" in entry, entry[:60]
