"""What an installation says about itself, read from the environment once.

`base` turns these values into Django settings. Everything an operator can get wrong is checked
here, and a mistake ends in a `SettingError` of one Russian line that says what to do.
"""

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from tochka import env_file

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()


class SettingError(ImproperlyConfigured):
    """A value of the environment is absent or wrong; the text is for the person who runs the site."""


_env_file = os.environ.get("ENV_FILE", str(BASE_DIR / ".env"))
if _env_file and Path(_env_file).is_file():
    for _name, _value in env_file.read(_env_file).items():
        os.environ.setdefault(_name, _value)


def text(name: str, default: str = "") -> str:
    """The variable `name` without spaces around it, `default` where it is empty."""
    return env.str(name, default="").strip() or default


#: What is understood as yes and as no, in any letters.
YES = ("yes", "true", "1", "on", "да")
NO = ("no", "false", "0", "off", "нет")


def number(name: str, default: int, least: int = 1, most: int | None = None) -> int:
    """Whole number from the variable `name`, `default` where it is empty.

    Raises `SettingError` for anything else and for less than `least` or more than `most`.
    """
    value = text(name)
    if not value:
        return default
    try:
        asked = int(value)
    except ValueError:
        raise SettingError(f"{name} должно быть целым числом, например {default}.") from None
    if asked < least or (most is not None and asked > most):
        limits = f"не меньше {least}" if most is None else f"от {least} до {most}"
        raise SettingError(f"{name} должно быть {limits}, а задано {asked}.")
    return asked


def yes(name: str, *, default: bool) -> bool:
    """Yes or no from the variable `name`, `default` where it is empty.

    Raises `SettingError` for other words: «REQUIRE_SECOND_FACTOR=всегда» must not turn it off.
    """
    answer = yes_no_or_neither(name)
    return default if answer is None else answer


def yes_no_or_neither(name: str) -> bool | None:
    """Yes or no from the variable `name`; None where it is empty. Raises `SettingError` for other words."""
    value = text(name).lower()
    if value not in {"", *YES, *NO}:
        raise SettingError(f"{name} может быть yes или no. Без этой переменной сайт решит сам.")
    return value in YES if value else None


def log_level() -> str:
    """Level of the log from `LOG_LEVEL`; raise `SettingError` for a word that is none."""
    value = text("LOG_LEVEL", "WARNING").upper()
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingError("LOG_LEVEL может быть DEBUG, INFO, WARNING или ERROR.")
    return value


def log_format() -> str:
    """Form of the log from `LOG_FORMAT`: `line` for people, `json` for programs.

    Raises `SettingError` for another word.
    """
    value = text("LOG_FORMAT", "line").lower()
    if value not in {"line", "json"}:
        raise SettingError("LOG_FORMAT может быть line или json.")
    return value


def secret_key() -> str:
    """The secret of this installation; there is no default, so that none can be guessed."""
    value = text("SECRET_KEY")
    if not value:
        raise SettingError(
            "Не задан SECRET_KEY. Запустите «make run»: он создаст файл .env с новым ключом, "
            "или впишите в .env свою случайную строку не короче 50 знаков."
        )
    return value


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, without port) can be reached from this machine alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def site_address() -> str:
    """Address at which people open the site, without a final slash.

    Plain http is accepted for loopback alone: elsewhere passwords would travel in the open.
    """
    host = text("HOST", "127.0.0.1")
    default = f"http://[{host}]" if ":" in host else f"http://{host}"
    port = text("PORT", "8000")
    value = text("SITE_ADDRESS", f"{default}:{port}").rstrip("/")
    wrong = SettingError(
        f"SITE_ADDRESS «{value}» не похож на адрес сайта. Напишите, например, https://tochka.example.ru"
    )
    try:
        parts = urlsplit(value)
        number_of_port, name = parts.port, host_name(parts.hostname or "")
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not name or parts.path or parts.query or "@" in parts.netloc:
        raise wrong
    if parts.scheme == "http" and not (is_loopback(name) and is_loopback(host)):
        raise SettingError(
            f"По адресу {value} сайт открылся бы без шифрования. Укажите SITE_ADDRESS с https:// "
            "или оставьте HOST и SITE_ADDRESS на 127.0.0.1."
        )
    shown = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{shown}" + (f":{number_of_port}" if number_of_port else "")


#: Names of hosts as browsers send them (RFC 1123), and a leading dot for all names below.
_HOST_NAME = re.compile(r"\.?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")


def host_name(written: str) -> str:
    """The name of a host as browsers send it: «точкароста.рф» is `xn--80aa2apclicg8b.xn--p1ai` (RFC 3490).

    Raises `ValueError` for what is neither a name nor an address.
    """
    if ":" in written:
        return str(ipaddress.ip_address(written))
    dot = "." if written.startswith(".") else ""
    name = dot + written[len(dot) :].encode("idna").decode() if written else ""
    if name and not _HOST_NAME.fullmatch(name.lower()):
        raise ValueError(written)
    return name.lower()


def host_names() -> list[str]:
    """Other names of the site from `ALLOWED_HOSTS`. Raises `SettingError` for what is no name."""
    found = []
    for one in filter(None, map(str.strip, text("ALLOWED_HOSTS").split(","))):
        try:
            found.append(one if one == "*" or one.startswith("[") else host_name(one))
        except ValueError:
            raise SettingError(
                f"ALLOWED_HOSTS: «{one}» не похоже на имя сайта. Напишите, например, www.tochka.example.ru"
            ) from None
    return found


def folder(name: str, default: str) -> Path:
    """Folder named by the variable `name`; a relative one counts from the project's own folder."""
    return BASE_DIR / text(name, default)


DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql", "psql", "pgsql"}
LIKE_A_DATABASE = (
    "DATABASE_URL не похож на адрес базы. Напишите, например, postgres://tochka:пароль@127.0.0.1:5432/tochka"
)


def database(data_dir: Path) -> dict[str, Any]:
    """Connection settings from `DATABASE_URL`; without it, an SQLite file in `data_dir`.

    SQLite runs with a write-ahead log, which each commit brings to the disk (ADR-0036), and takes the write
    lock at the start of a transaction: the autosave of several editors would otherwise end in «database is
    locked».
    """
    url = text("DATABASE_URL")
    if url and url.partition(":")[0] not in DATABASE_SCHEMES:
        raise SettingError("DATABASE_URL должен начинаться с sqlite:// или postgres://.")
    try:
        config = env.db_url_config(url) if url else {}
    except ValueError:
        raise SettingError(LIKE_A_DATABASE) from None
    engine = config.get("ENGINE", "django.db.backends.sqlite3")
    if engine == "django.db.backends.postgresql" and not config.get("NAME"):
        raise SettingError(LIKE_A_DATABASE)
    if engine == "django.db.backends.postgresql":
        # Statements of `toolkit.prepared` are planned once for a connection.
        options = {**config.get("OPTIONS", {}), "prepare_threshold": 5}
        return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    if engine != "django.db.backends.sqlite3":
        raise SettingError("DATABASE_URL должен начинаться с sqlite:// или postgres://.")
    path = BASE_DIR / (config.get("NAME") or data_dir / "tochka.sqlite3")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"Не удалось создать папку данных {path.parent}: {error.strerror}.") from error
    return {
        "ENGINE": engine,
        "NAME": str(path),
        # For good: a full disk or one that can only be read lets nobody open it anew, not even to read.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def cache_url() -> str:
    """Address of the cache server from `CACHE_URL`; empty for files in the data folder."""
    value = text("CACHE_URL")
    try:
        parts = urlsplit(value)
        is_known = not value or parts.scheme in {"redis", "rediss", "unix"}
        is_known = is_known and (parts.port or 1) > 0
    except ValueError:
        is_known = False
    if not is_known:
        raise SettingError(
            "CACHE_URL должен начинаться с redis://, rediss:// или unix://, например redis://127.0.0.1:6379/0"
        )
    return value


def caches(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's cache: the server at `url`, or files in `data_dir`. Either may fail without a page failing."""
    if url:
        return {
            "BACKEND": "toolkit.pagecache.backends.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
        }
    return {
        "BACKEND": "toolkit.pagecache.backends.FileCache",
        "LOCATION": data_dir / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3 storage: where it is and who may use it."""

    endpoint: str
    bucket: str
    prefix: str
    key: str
    secret: str
    region: str


def storage() -> Bucket | None:
    """The bucket for uploads from `STORAGE_URL`; None when they lie in `MEDIA_ROOT`.

    Raises `SettingError` for what is not `s3://key:secret@server/bucket`, and for `s3+http://` to a server
    that is not in a private network: files and keys would travel in the open.
    """
    value = text("STORAGE_URL")
    if not value:
        return None
    example = "Напишите, например, s3://ключ:секрет@storage.example.ru/tochka?region=ru-central1"
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise SettingError(f"STORAGE_URL не похож на адрес хранилища. {example}") from None
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in {"s3", "s3+http"} or not (parts.hostname and parts.username and parts.password):
        raise SettingError(f"STORAGE_URL не похож на адрес хранилища. {example}")
    if not bucket:
        raise SettingError(f"В STORAGE_URL не назван бакет. {example}")
    if parts.scheme == "s3+http" and not is_private(parts.hostname):
        raise SettingError("По s3+http:// файлы шли бы без шифрования. Укажите s3://.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Bucket(
        endpoint=f"{'https' if parts.scheme == 's3' else 'http'}://{host}{port}",
        bucket=bucket,
        prefix=f"{prefix}/" if prefix else "",
        key=unquote(parts.username),
        secret=unquote(parts.password),
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
    )


def is_private(host: str) -> bool:
    """Whether `host` is this machine, or an address of a network that the internet does not reach."""
    if is_loopback(host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


@dataclass(frozen=True)
class Mail:
    """The mail server that takes the site's letters; without a host there is none."""

    host: str
    port: int
    user: str
    password: str
    encryption: str
    sender: str


#: Encryption of the connection to the mail server → its usual port.
MAIL_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


def mail() -> Mail:
    """The mail server from `EMAIL_…`; a letter needs a sender, and a password needs encryption."""
    host = text("EMAIL_HOST")
    encryption = text("EMAIL_ENCRYPTION", "starttls").lower()
    if encryption not in MAIL_PORTS:
        raise SettingError("EMAIL_ENCRYPTION может быть starttls, ssl или none.")
    user = text("EMAIL_USER")
    sender = env.str("EMAIL_FROM", default=user if "@" in user else "")
    if host and "@" not in sender:
        raise SettingError(
            "Задан EMAIL_HOST, но не задан отправитель писем. Впишите, например, "
            "EMAIL_FROM=Точка роста <site@tochka.example.ru>"
        )
    if host and user and encryption == "none" and not is_loopback(host):
        raise SettingError("Пароль почты ушёл бы без шифрования. Укажите EMAIL_ENCRYPTION=starttls или ssl.")
    return Mail(
        host=host,
        port=number("EMAIL_PORT", MAIL_PORTS[encryption], most=65_535),
        user=user,
        password=text("EMAIL_PASSWORD"),
        encryption=encryption,
        sender=sender or "site@localhost",
    )


def proxy_addresses() -> list[str]:
    """Addresses and networks from `PROXY_ADDRESSES`; `*` believes whoever connects."""
    found = [one.strip() for one in text("PROXY_ADDRESSES", "127.0.0.1,::1").split(",")]
    for one in (one for one in found if one and one != "*"):
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise SettingError(
                f"PROXY_ADDRESSES: «{one}» не похоже на адрес. Напишите, например, 127.0.0.1 или 10.0.0.0/8."
            ) from None
    return [one for one in found if one]
