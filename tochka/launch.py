#!/usr/bin/env python3
"""Set up and start the site on a machine that has nothing but Python: `python3 tochka/launch.py run`.

Uses the standard library alone and syntax that older Pythons can read, because the first thing it
does is to tell their owners, in one line, which Python is needed. Whatever goes wrong ends in one
Russian line and a non-zero exit code; details of an installation are in `data/install.log`.
"""

import ctypes
import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import typing

BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, BASE_DIR)
from tochka import env_file  # noqa: E402 - the folder is found from here

VENV = os.path.join(BASE_DIR, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
ENV_FILE = os.environ.get("ENV_FILE") or os.path.join(BASE_DIR, ".env")
INSTALL_LOG = os.path.join(BASE_DIR, "data", "install.log")
NEEDED = (3, 11)
NEWEST_LOOKED_FOR = 20
SIGNS_OF_NO_NETWORK = (
    "NewConnectionError",
    "Connection refused",
    "Temporary failure",
    "Max retries",
    "ProxyError",
    "Could not resolve",
    "Could not connect",
)
REASONS = {
    errno.EROFS: "папка доступна только для чтения",
    errno.EACCES: "нет права записи",
    errno.EPERM: "нет права записи",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места",
    errno.ENOTDIR: "на этом месте файл, а нужна папка",
    errno.EEXIST: "на этом месте файл, а нужна папка",
    errno.EADDRNOTAVAIL: "у этого компьютера нет такого адреса",
}


class LaunchError(Exception):
    """What stops the start, said in one line to the person at the console."""


def say(line: str, stream: typing.TextIO = sys.stdout) -> None:
    """Print one line for the person at the console at once, even into a pipe."""
    print(line, file=stream, flush=True)


def use_suitable_python() -> None:
    """Go on under Python 3.11 or later, looking for it among the commands of this machine.

    Does not return when another interpreter takes over. Raises `LaunchError` when there is none.
    """
    if sys.version_info >= NEEDED:
        return
    for minor in range(NEWEST_LOOKED_FOR, NEEDED[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise LaunchError(
        f"Нужен Python 3.11 или новее, а здесь {version}. Установите новый: sudo apt install python3.11"
    )


def read_environment() -> typing.Dict[str, str]:
    """Variables of `.env` under those of the process, as the site itself will see them."""
    values: typing.Dict[str, str] = {}
    try:
        if os.path.exists(ENV_FILE):
            values = env_file.read(ENV_FILE)
    except env_file.EnvFileError as error:
        raise LaunchError(str(error)) from None
    values.update(os.environ)
    return values


def make_data_folder() -> None:
    """Create the folder of the site's data for this user alone; raise `OSError` if it cannot be written."""
    folder = os.path.dirname(INSTALL_LOG)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for probe in (os.path.join(folder, ".probe"), os.path.join(BASE_DIR, ".probe")):
        with open(probe, "w"):
            pass
        os.unlink(probe)


def check_port(host: str, port: str) -> None:
    """Raise `LaunchError` unless a server can listen on `host`:`port`."""
    try:
        if not 0 < int(port) < 65536:
            raise ValueError(port)
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (ValueError, socket.gaierror):
        raise LaunchError(f"Не понять, где открыть сайт: HOST={host}, PORT={port}.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise LaunchError(
                    f"Порт {port} занят: возможно, сайт уже запущен. Остановите ту программу "
                    "или возьмите другой порт: make run PORT=8001"
                ) from None
            reason = REASONS.get(error.errno or 0, error.strerror)
            raise LaunchError(f"Нельзя открыть сайт на {host}, порт {port}: {reason}.") from None


def hold_site(wish: str) -> typing.IO[str]:
    """Be the only one who runs this installation or changes it as a whole, until the process ends.

    The kernel gives the lock up with the process, even after `kill -9`. Raises `LaunchError` when the
    site is running; `wish` is what to repeat then.
    """
    lock = open(os.path.join(os.path.dirname(INSTALL_LOG), ".site.lock"), "w")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise LaunchError(
            "Сайт сейчас работает. Остановите его (Ctrl+C в его окне или systemctl stop tochka) "
            f"и повторите: {wish}"
        ) from None
    return lock


def fingerprint(*paths: str) -> str:
    """Hash of the files' contents and of the interpreter, for the stamp of an installation."""
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def run_logged(command: typing.List[str], failure: str) -> None:
    """Run `command` with its output in `data/install.log`; raise `LaunchError(failure…)` when it fails."""
    with open(INSTALL_LOG, "w+", encoding="utf-8", errors="replace") as log:
        code = subprocess.call(
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent,
        )
        log.seek(0)
        output = log.read()
    if code == 0:
        return
    if "No space left" in output:
        raise LaunchError(f"{failure}: на диске нет места.")
    if any(sign in output for sign in SIGNS_OF_NO_NETWORK):
        raise LaunchError(f"{failure}: нет связи с сетью. Проверьте её и повторите.")
    raise LaunchError(f"{failure}. Подробности — в файле data/install.log.")


def install_packages(*names: str) -> None:
    """Install packages of Debian or Ubuntu; raise `LaunchError` without the right or the network."""
    wanted = " ".join(names)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise LaunchError(f"Не хватает программ. Установите их: sudo apt install {wanted}")
    say(f"Ставлю пакеты: {wanted}…")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    apt = ["apt-get", "-o", "Acquire::Retries=3", "-y", "--no-install-recommends"]
    run_logged([*apt, "update"], "Не удалось обновить список пакетов")
    run_logged([*apt, "install", *names], f"Не удалось установить {wanted}")


def make_venv() -> None:
    """Create `.venv`; Debian keeps the module for it in a package of its own, which may be absent."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install_packages(f"python3.{sys.version_info[1]}-venv")
    say("Создаю окружение .venv…")
    run_logged([sys.executable, "-m", "venv", "--clear", VENV], "Не удалось создать окружение .venv")


def venv_works() -> bool:
    """Whether `.venv` has an interpreter that starts: it does not after an upgrade of the system's Python."""
    return os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0


def install(requirements: str) -> None:
    """Bring `.venv` to what the file `requirements` pins; a stamp tells that nothing has changed."""
    path = os.path.join(BASE_DIR, requirements)
    stamp = os.path.join(VENV, requirements + ".installed")
    wanted = fingerprint(path, os.path.join(BASE_DIR, "requirements.txt"))
    if not venv_works():
        make_venv()
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == wanted:
                return
    say(f"Ставлю библиотеки из {requirements}: первый раз это около минуты…")
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-r", path]
    run_logged(pip, "Не удалось установить библиотеки")
    with open(stamp, "w") as file:
        file.write(wanted)


def ensure_secret() -> None:
    """Write a new SECRET_KEY into a private `.env` unless the installation has one already."""
    if read_environment().get("SECRET_KEY"):
        return
    kept = ""
    if os.path.exists(ENV_FILE):
        lines = env_file.lines_of(ENV_FILE)
        kept = "".join(line + "\n" for line in lines if env_file.name_in(line) != "SECRET_KEY")
    new = ENV_FILE + ".new"
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n{kept}")
    os.replace(new, ENV_FILE)
    say("Создан файл .env с ключом этой установки. Никому его не показывайте.")


def manage(*arguments: str) -> None:
    """Run a command of the site; it says itself what went wrong, so a failure only ends the launch."""
    command = [PYTHON, "manage.py", *arguments]
    code = subprocess.call(command, cwd=BASE_DIR, preexec_fn=end_with_parent)
    if code:
        sys.exit(code)


def end_with_parent(parent: str = "") -> None:
    """Have the kernel end this process when the one that started it has died, even by `kill -9`.

    It may have died while this process was still loading its libraries, and then the kernel says nothing
    more: a word of the command line that started it (`parent`) tells, and this process ends itself.
    """
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if not parent:
        return
    try:
        with open(f"/proc/{os.getppid()}/cmdline", "rb") as file:
            is_there = parent.encode() in file.read()
    except OSError:
        is_there = os.getppid() != 1
    if not is_there:
        os.kill(os.getpid(), signal.SIGTERM)


def output_that_children_can_open() -> int:
    """File descriptor that the supervisor's children can open anew by name (`/dev/fd/1`).

    The system refuses that for a socket and for another user's terminal; then a `cat` carries their
    lines over.
    """
    try:
        os.close(os.open("/dev/fd/1", os.O_WRONLY | os.O_APPEND))
    except OSError:
        carrier = subprocess.Popen(["cat"], stdin=subprocess.PIPE, start_new_session=True)
        return typing.cast(typing.BinaryIO, carrier.stdin).fileno()
    # Of a file: else what the supervisor and its children write would lie over one another.
    output = sys.stdout.fileno()
    fcntl.fcntl(output, fcntl.F_SETFL, fcntl.fcntl(output, fcntl.F_GETFL) | os.O_APPEND)
    return output


def supervise() -> int:
    """Run the server and the worker under supervisord until a signal ends them; return its exit code.

    supervisord takes the hang-up of a terminal for a wish to restart, so it gets a session of its own
    and every signal that means «end» reaches it as SIGTERM.
    """
    command = [PYTHON, "-m", "supervisor.supervisord", "--nodaemon"]
    command += ["--configuration=deploy/supervisord.conf", f"--user={pwd.getpwuid(os.geteuid()).pw_name}"]
    output = output_that_children_can_open()
    supervisor = subprocess.Popen(
        command,
        cwd=BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.terminate())
    return supervisor.wait()


def set_up(requirements: str) -> None:
    """Make what every command needs: a writable folder, the environment and the secret."""
    make_data_folder()
    install(requirements)
    ensure_secret()


def run() -> int:
    """Set everything up, then serve until told to stop."""
    values = read_environment()
    check_port(values.get("HOST", "127.0.0.1"), values.get("PORT", "8000"))
    make_data_folder()
    lock = hold_site("make run")
    set_up("requirements.txt")
    manage("prepare")
    code = supervise()
    lock.close()
    return code


def prepare() -> int:
    """Make everything ready for a server that somebody else starts and watches: the units of systemd."""
    make_data_folder()
    with hold_site("make prepare"):
        set_up("requirements.txt")
        manage("prepare")
    return 0


def password() -> int:
    """Issue another one-time password of the administrator."""
    set_up("requirements.txt")
    manage("prepare", "--new-password")
    return 0


def backup(*arguments: str) -> int:
    """Make a checked copy of the installation; the site may be running."""
    set_up("requirements.txt")
    manage("backup", *map(os.path.abspath, arguments))
    return 0


def verify(*arguments: str) -> int:
    """Check a copy."""
    set_up("requirements.txt")
    manage("verify_backup", *map(os.path.abspath, arguments))
    return 0


def restore(*arguments: str) -> int:
    """Put the installation back from a copy; the folder may hold nothing but the code."""
    if not arguments or not arguments[0]:
        raise LaunchError(
            "Какую копию вернуть? Например: make restore FILE=backups/tochka-2026-11-22-0300.tar"
        )
    make_data_folder()
    with hold_site(f"make restore FILE={arguments[0]}"):
        set_up("requirements.txt")
        manage("restore", os.path.abspath(arguments[0]), *arguments[1:])
    return 0


def git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run git on this folder."""
    return subprocess.run(
        ["git", "-C", BASE_DIR, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
    )


def pull() -> str:
    """Bring the code of a checkout to its branch's newest state; return the commit that was here.

    A folder without git, or a branch that follows none, has its new code already: somebody unpacked it.
    Raises `LaunchError` when the code cannot simply be moved forward.
    """
    if shutil.which("git") is None or not os.path.isdir(os.path.join(BASE_DIR, ".git")):
        return ""
    before = git("rev-parse", "HEAD").stdout.strip()
    if git("rev-parse", "--abbrev-ref", "@{upstream}").returncode:
        return before
    say("Получаю новый код…")
    result = git("pull", "--ff-only", "--quiet")
    if result.returncode:
        lines = result.stdout.strip().splitlines() or ["git pull"]
        reason = next((line for line in lines if line.startswith(("error", "fatal"))), lines[-1])
        raise LaunchError(f"Не удалось получить новый код, на сайте ничего не изменилось. git: {reason}")
    return before


def upgrade(*arguments: str) -> int:
    """Get the new code if it is not here yet, and bring everything to it; a copy is made first.

    After the pull the new launcher takes over: it knows what the new code needs.
    """
    make_data_folder()
    if not arguments:
        hold_site("make upgrade").close()
        before = pull()
        os.execv(sys.executable, [sys.executable, os.path.abspath(__file__), "upgrade", before or "-"])
    with hold_site("make upgrade"):
        set_up("requirements.txt")
        previous = arguments[0].strip("-")
        manage("upgrade", *(["--previous", previous] if previous else []))
    return 0


def develop() -> int:
    """Install what developing and testing need."""
    make_data_folder()
    install("requirements-dev.txt")
    return 0


COMMANDS: typing.Dict[str, typing.Callable[..., int]] = {
    "run": run,
    "prepare": prepare,
    "password": password,
    "backup": backup,
    "verify": verify,
    "restore": restore,
    "upgrade": upgrade,
    "develop": develop,
}
TAKE_ARGUMENTS = ("backup", "verify", "restore", "upgrade")


def main(arguments: typing.List[str]) -> int:
    """Carry out the command; return the exit code."""
    try:
        use_suitable_python()
        name, rest = (arguments or [""])[0], arguments[1:]
        if name not in COMMANDS or (rest and name not in TAKE_ARGUMENTS):
            raise LaunchError(f"Команды: {', '.join(COMMANDS)}. Например: python3 tochka/launch.py run")
        return COMMANDS[name](*rest)
    except LaunchError as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename or BASE_DIR}: {REASONS.get(error.errno or 0, str(error.strerror))}."
    except KeyboardInterrupt:
        message = "Остановлено до запуска."
    say("Ошибка. " + message, stream=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
