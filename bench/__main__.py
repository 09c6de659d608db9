"""`make bench`: measures the whole city and writes `bench/results.md`.

    python bench --residents 1000000 --cases 1000000 --contacts 1000000

The first run fills a database of its own (onecity_bench), which later runs use again.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import city

RESULTS = Path(__file__).resolve().parent / "results.md"


def main() -> None:
    args = _arguments()
    city.prepare()
    import table  # what it measures needs Django

    text = "\n".join(table.fill(residents=args.residents, cases=args.cases, contacts=args.contacts, people=args.people))
    text += "\n\n" + "\n".join(_living_model())
    RESULTS.write_text(text + "\n")
    print(text)


def _living_model() -> list[str]:
    """The twin is measured in processes of its own: it knows no Django."""
    lines = ["## The living model", "", "| what | figure | our processor time | beside |", "|---|---|---|---|"]
    for program, words in (("twin.py", []), ("intake.py", ["--seconds", "60", "--rate", "6500"])):
        command = [sys.executable, str(RESULTS.parent / program), *words]
        lines += subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--residents", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=2001, help="residents who file in one round")
    return parser.parse_args()


if __name__ == "__main__":
    main()
