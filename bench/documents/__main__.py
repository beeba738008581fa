"""`python -m bench.documents accuracy` and `… pipeline`: see bench/README.md."""

import argparse
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.documents")
    verbs = parser.add_subparsers(dest="verb", required=True)
    exact = verbs.add_parser("accuracy", help="доля верных вида, номера, даты и названия")
    exact.add_argument("--corpus", default="AB", help="какие части: A, B, C или несколько подряд")
    exact.add_argument("--count", type=int, default=320, help="сколько документов в части")
    exact.add_argument("--seed", type=int, help="другое зерно вместо своего у части")
    exact.add_argument("--quiet", action="store_true", help="не перечислять ошибки")
    args = parser.parse_args(arguments)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.test")
    import django

    django.setup()
    from bench.documents import accuracy

    for name in args.corpus:
        outcomes = accuracy.run(accuracy.CORPORA[name], args.count, args.seed)
        print(f"\nЧасть {name}\n{accuracy.table(outcomes)}")
        if not args.quiet:
            print(accuracy.failures(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
