"""`python -m bench.documents accuracy | pipeline | hostile`: see bench/README.md."""

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.documents", description="Замеры документов")
    verbs = parser.add_subparsers(dest="verb", required=True)
    exact = verbs.add_parser("accuracy", help="доля верных вида, номера, даты и названия")
    exact.add_argument("--corpus", default="ABC", help="какие части: A, B, C или несколько подряд")
    exact.add_argument("--count", type=int, default=320, help="сколько документов в части")
    exact.add_argument("--seed", type=int, help="другое зерно вместо своего у части")
    exact.add_argument("--quiet", action="store_true", help="не перечислять ошибки")
    whole = verbs.add_parser("pipeline", help="сто приказов разом на работающем сайте")
    whole.add_argument("--count", type=int, default=100, help="сколько файлов")
    whole.add_argument("--rounds", type=int, default=3, help="сколько проходов")
    whole.add_argument("--port", type=int, default=8114)
    whole.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    whole.add_argument("--hostile", action="store_true", help="в конце ещё и враждебные файлы")
    verbs.add_parser("hostile", help="память и время чтения каждого враждебного файла")
    args = parser.parse_args(arguments)
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    if args.verb == "pipeline":
        from bench.documents import pipeline

        for name in ("sqlite", "postgres") if args.database == "both" else (args.database,):
            pipeline.run(
                args.port,
                count=args.count,
                rounds=args.rounds,
                on_postgres=name == "postgres",
                hostile=args.hostile,
            )
        return 0

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.test")
    import django

    django.setup()
    if args.verb == "hostile":
        read_hostile()
        return 0
    from bench.documents import accuracy

    for name in args.corpus:
        outcomes = accuracy.run(accuracy.CORPORA[name], args.count, args.seed)
        print(f"\nЧасть {name}\n{accuracy.table(outcomes)}", flush=True)
        if not args.quiet:
            print(accuracy.failures(outcomes), flush=True)
    return 0


def read_hostile() -> None:
    """Read each hostile file in a process of its own and say what it cost."""
    from bench.documents.hostile import HOSTILE, MEBIBYTE
    from library.reading.extract import read_file

    with tempfile.TemporaryDirectory(prefix="bench-documents-") as folder:
        for name, make in HOSTILE:
            path = Path(folder, f"file{Path(name).suffix}")
            path.write_bytes(make())
            size = path.stat().st_size / MEBIBYTE
            found = read_file(path, name)
            print(
                f"{name:36} {size:6.2f} МБ  чтение {found.seconds:5.1f} с, "
                f"{found.peak_memory / MEBIBYTE:4.0f} МБ  "
                f"{', '.join(found.codes) or 'прочитан'}",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
