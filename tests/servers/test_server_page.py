"""docs/operators/server.md, followed to the letter on a clean machine with systemd, PostgreSQL and nginx."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.run.installation import copy_project
from tests.servers.machine import Machine, lacking
from tests.servers.page import commands

PACKAGES = commands("server.md", "install")[0].replace("\\\n", " ").split("apt install -y ")[1].split()
# The libraries of this run are lent to the machine, so its Python has to be of the same version.
PYTHON = f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
LACKING = lacking(PACKAGES) or ("" if Path(PYTHON).exists() else f"нет {PYTHON}")
pytestmark = [
    pytest.mark.launcher,
    pytest.mark.skipif(bool(LACKING), reason=f"СТРАНИЦА УСТАНОВКИ НЕ ПРОВЕРЕНА: {LACKING}"),
]
NAME = "tochka.example.ru"
SITE = f"https://{NAME}"
CERTIFICATE = "/etc/tochka/tls/fullchain.pem"
GIT = ["git", "-c", "user.name=Tests", "-c", "user.email=tests@example.ru"]

# What the sandbox lacks and a real machine has: a network, for packages of Debian and for the code.
BEFORE = """
printf '%s\\n' 'APT::Get::Upgrade "false";' 'Dir::Etc::sourcelist "/dev/null";' \
    'Dir::Etc::sourceparts "/dev/null";' > /etc/apt/apt.conf.d/99alone
git config --system --add safe.directory '*'
git config --system url./opt/given/code.insteadOf https://git.example.ru/tochka.git
pg_createcluster {version} main > /dev/null 2>&1
systemctl start postgresql
"""
# The libraries that pip would have fetched: those of this run, and the stamp that says that they are there.
LIBRARIES = f"""
sudo -u tochka {PYTHON} -m venv --without-pip /srv/tochka/.venv
mount --bind /opt/packages /srv/tochka/.venv/lib/python3.{sys.version_info[1]}/site-packages
cd /srv/tochka
sudo -u tochka python3 - <<'END'
import sys
sys.path.insert(0, "/srv/tochka")
sys.dont_write_bytecode = True
from tochka import launch
with open("/srv/tochka/.venv/requirements.txt.installed", "w") as file:
    file.write(launch.fingerprint("/srv/tochka/requirements.txt", "/srv/tochka/requirements.txt"))
END
"""
# Two centres, one of them with an order, made by the factories of the tests.
CONTENT = """
from tests import factories as make
from tests.factories.network import build_network
row = make.CenterDocumentFactory(center=build_network().tomsk, published=True)
print(row.file_url, row.document.file.name)
"""


def newest_postgres() -> str:
    return max((path.name for path in Path("/usr/lib/postgresql").iterdir()), key=int)


def on_site(machine: Machine, code: str) -> str:
    """Let Django's shell on the machine run the code; return what it printed."""
    enter = "sudo -u tochka /srv/tochka/.venv/bin/python /srv/tochka/manage.py shell --verbosity=0"
    return machine.run(f'cd /srv/tochka; {enter} -c "$(cat)"', text=code).stdout.strip()


def rows(machine: Machine, query: str) -> str:
    return machine.run(f'cd /; sudo -u postgres psql -tA tochka -c "{query}"').stdout.strip()


def ask(machine: Machine, path: str, **question: Any) -> dict[str, Any]:
    return machine.ask(f"{SITE}{path}", ca=CERTIFICATE, **question)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine on which somebody has just typed what the page says."""
    folder = tmp_path_factory.mktemp("server")
    code = folder / "given" / "code"
    code.mkdir(parents=True)
    copy_project(code)
    subprocess.run([*GIT, "init", "-q", "-b", "main"], cwd=code, check=True)
    keep(code, "The first version")
    made = Machine(
        folder / "machine",
        given=folder / "given",
        packages=Path(sysconfig.get_path("purelib")),
        names=NAME,
    )
    made.start()
    try:
        made.run(BEFORE.format(version=newest_postgres()))
        first, *blocks = commands("server.md", "install")
        made.run(first)
        name = first.splitlines()[0]
        assert name == f"SITE={NAME}"
        for block in blocks:
            made.run(LIBRARIES * ("make -C /srv/tochka prepare" in block))
            made.said += made.run(f"{name}\n{block}").stdout
        yield made
    finally:
        made.stop()


def keep(code: Path, words: str) -> None:
    subprocess.run([*GIT, "add", "-A"], cwd=code, check=True)
    subprocess.run([*GIT, "commit", "-q", "-m", words], cwd=code, check=True)


@pytest.fixture(scope="module")
def document(machine: Machine) -> tuple[str, str]:
    """Address of a published order, and the name of its file."""
    address, name = on_site(machine, CONTENT).split()
    return address, name


def test_the_site_is_open_over_https_alone(machine: Machine) -> None:
    page = ask(machine, "/")
    assert (page["status"], "Точка роста" in page["text"]) == (200, True)
    assert page["headers"]["strict-transport-security"]
    plain = machine.ask(f"http://{NAME}/o-proekte/?a=1")
    assert (plain["status"], plain["headers"]["location"]) == (301, f"{SITE}/o-proekte/?a=1")
    assert machine.ask("http://localhost/")["headers"]["location"].startswith("https://")
    assert "одноразовый" in machine.said
    assert "Пароль:" not in machine.run("journalctl --no-pager").stdout


def test_certbot_can_prove_the_name(machine: Machine) -> None:
    folder = "/var/www/letsencrypt/.well-known/acme-challenge"
    machine.run(f"mkdir -p {folder} && echo proof > {folder}/word")
    assert machine.ask(f"http://{NAME}/.well-known/acme-challenge/word")["text"] == "proof\n"


def test_static_files_and_documents_come_from_nginx(machine: Machine, document: tuple[str, str]) -> None:
    login = ask(machine, "/admin/login/")["text"]
    (sheet, *_) = re.findall(r'href="(/static/[^"]+[.][0-9a-f]{12}[.]css)"', login)
    style = ask(machine, sheet, headers={"Accept-Encoding": "br"})
    assert (style["status"], style["headers"]["content-encoding"]) == (200, "br")
    assert "immutable" in style["headers"]["cache-control"]
    assert style["headers"]["x-content-type-options"] == "nosniff"
    address, name = document
    order = ask(machine, address)
    assert (order["status"], order["text"][:4]) == (200, "%PDF")
    for header in ("content-security-policy", "x-content-type-options", "strict-transport-security", "etag"):
        assert order["headers"][header]
    assert ask(machine, f"/_media/private/{name}")["status"] == 404
    assert ask(machine, address, visitor="127.0.0.9", headers={"Range": "bytes=1-3"})["text"] == "PDF"


def test_the_worker_reads_documents_in_its_cell(machine: Machine, document: tuple[str, str]) -> None:
    query = "select state from library_filereading"
    deadline = time.monotonic() + 240
    while rows(machine, query) != "done" and time.monotonic() < deadline:
        time.sleep(0.5)
    assert rows(machine, query) == "done"
    failed = "select task_path from django_tasks_database_dbtaskresult where status = 'FAILED'"
    assert rows(machine, failed) == ""


def test_wrong_passwords_close_the_door_to_one_address(machine: Machine) -> None:
    form = ask(machine, "/admin/login/")
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form["text"])
    wrong = {
        "address": f"{SITE}/admin/login/",
        "ca": CERTIFICATE,
        "method": "POST",
        "body": f"csrfmiddlewaretoken={token}&username=guessed&password=wrong",
        "headers": {
            "Cookie": form["headers"]["set-cookie"].partition(";")[0],
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"{SITE}/admin/login/",
            "X-Forwarded-For": "198.51.100.7",
        },
    }
    visitors = ["127.0.0.21"] * 10 + ["127.0.0.22"]
    answers = machine.ask_all([wrong | {"visitor": visitor} for visitor in visitors])
    assert [answer["status"] for answer in answers] == [200] * 9 + [429, 200]
    seen = rows(machine, "select distinct host(address) from accounts_loginrecord order by 1")
    assert seen.split() == ["127.0.0.21", "127.0.0.22"]


def test_everybody_reads_and_writes_their_own_alone(machine: Machine, document: tuple[str, str]) -> None:
    def may(user: str, what: str, path: str) -> bool:
        return machine.run(f"sudo -u {user} test -{what} {path}", check=False).returncode == 0

    assert may("www-data", "r", f"/srv/tochka/media/private/{document[1]}")
    assert may("www-data", "r", "/srv/tochka/staticfiles/staticfiles.json")
    secret = ["/etc/tochka/tochka.env", "/srv/tochka/.env", "/srv/tochka/data", "/srv/tochka/backups"]
    assert [path for path in secret if may("www-data", "r", path)] == []
    assert [path for path in (*secret, "/srv/tochka/manage.py") if may("nobody", "r", path)] == []
    inside = "nsenter --target $(systemctl show --property MainPID --value tochka) --mount --wd=/"
    as_site = "setpriv --reuid tochka --regid tochka --clear-groups touch"
    assert "Read-only" in machine.run(f"{inside} {as_site} /srv/tochka/manage.py", check=False).stderr
    machine.run(f"{inside} {as_site} /srv/tochka/data/proof")


def test_what_was_killed_runs_again(machine: Machine) -> None:
    show = "systemctl show --property=MainPID --value tochka tochka-worker"
    before = "|".join(machine.run(show).stdout.split())
    machine.run("systemctl kill --signal=KILL --kill-whom=main tochka tochka-worker")
    active = "for one in tochka tochka-worker; do systemctl is-active --quiet $one || exit 1; done"
    # In this order: for a moment after the kill both are «active» still, and already without a process.
    machine.wait(f"! {show} | grep --quiet --line-regexp --extended-regexp '{before}' && {{ {active}; }}")
    assert ask(machine, "/healthz")["text"] == "ok\n"


def test_the_page_checks_itself_and_a_copy_is_made(machine: Machine) -> None:
    (block,) = commands("server.md", "check")
    said = machine.run(block).stdout
    assert re.search(r"tochka-2\S+[.]tar", said)
    assert "tochka-backup.service" in said
    copies = machine.run("stat --format='%U %a' /srv/tochka/backups/*.tar").stdout.split("\n")
    assert copies[0] == "tochka 600"
    assert machine.run("systemctl --failed --plain --no-legend").stdout == ""


def test_the_site_is_upgraded_and_visitors_see_kept_pages_meanwhile(machine: Machine) -> None:
    enter = "sudo -u tochka make -C /srv/tochka upgrade"
    assert "Сайт сейчас работает" in machine.run(enter, check=False).stderr
    code = machine.given / "code"
    with (code / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write("\nНовая версия.\n")
    keep(code, "A new version")
    ask(machine, "/")
    (block,) = commands("server.md", "upgrade")
    stop, *rest = block.splitlines()
    machine.run(stop)
    assert ask(machine, "/")["status"] == 200
    machine.run("\n".join(rest))
    assert "Новая версия" in machine.run("cat /srv/tochka/CHANGELOG.md").stdout
    assert machine.run("ls /srv/tochka/backups/*-before-upgrade.tar").stdout
    assert ask(machine, "/readyz")["text"] == "ready\n"
    assert machine.run("systemctl is-active tochka tochka-worker nginx").stdout.split() == ["active"] * 3
