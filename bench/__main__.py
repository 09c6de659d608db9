"""`make bench`: measures the whole city and writes `bench/results.md`.

    python bench --residents 1000000 --cases 1000000 --contacts 1000000

The first run fills a database of its own (onecity_bench), which later runs use again.
"""

import argparse
from pathlib import Path

import city

RESULTS = Path(__file__).resolve().parent / "results.md"


def main() -> None:
    args = _arguments()
    city.prepare()
    import table  # what it measures needs Django

    text = "\n".join(table.fill(residents=args.residents, cases=args.cases, contacts=args.contacts, people=args.people))
    RESULTS.write_text(text + "\n")
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--residents", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=2001, help="residents who file in one round")
    return parser.parse_args()


if __name__ == "__main__":
    main()
