"""How well and how fast search finds: Huating's services, and 1,274 of them, on one core.

    python bench/search.py

The queries in tests/data/search_words.yaml are in residents' words and were never used for building search; with forty
of a language, a share is worth about plus or minus 0.15. search_words_dev.yaml is what search was built with.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "tests" / "data" / "search_words.yaml"
BUILT_WITH = ROOT / "tests" / "data" / "search_words_dev.yaml"
BEST = 5
AS_MANY_AS_SHANGHAI = 1274


def measure() -> list[str]:
    """The lines of two tables: what is found, and how long it takes on one core."""
    with on_one_core():
        return _tables()


@contextmanager
def on_one_core() -> Iterator[None]:
    """Whatever the machine has."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _tables() -> list[str]:
    from onecity.catalogue.search import Engine

    huating, services = _engine(Engine, _services())
    many, _ = _engine(Engine, _repeated(services, AS_MANY_AS_SHANGHAI))
    queries = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return [
        "| search | queries | best is right | right among five |",
        "|---|--:|--:|--:|",
        *_found("held out", huating, queries),
        *_found("built with", huating, yaml.safe_load(BUILT_WITH.read_text(encoding="utf-8"))),
        "",
        "| search, one core | median ms | 95th percentile ms | longest ms |",
        "|---|--:|--:|--:|",
        _speed(f"{len(services)} services", huating, queries),
        _speed(f"{AS_MANY_AS_SHANGHAI:,} services", many, queries),
    ]


def _services() -> tuple[Any, ...]:
    from onecity.catalogue.folder import read_folder

    return read_folder(ROOT / "cities" / "huating").services


def _repeated(services: Sequence[Any], count: int) -> tuple[Any, ...]:
    """As many services as asked, each of the given ones again and again under titles of their own."""
    from msgspec.structs import replace

    from onecity.common.text import Text

    def again(number: int) -> Any:
        turn, place = divmod(number, len(services))
        service = services[place]
        title = Text({language: f"{words} {turn}" for language, words in service.title.items()})
        return replace(service, code=f"{service.code}-{turn}", title=title) if turn else service

    return tuple(again(number) for number in range(count))


def _engine(make: Any, services: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    engine = make(services, ("en", "zh"))
    engine.warm()
    return engine, services


def _found(name: str, engine: Any, queries: list[dict[str, Any]]) -> Iterator[str]:
    for language in ("en", "zh"):
        asked = [query for query in queries if query["language"] == language]
        yield _share(f"{name}, {language}", engine, asked)
        yield _share(f"{name}, {language}, misspelt", engine, [query for query in asked if query.get("misspelt")])


def _share(name: str, engine: Any, queries: list[dict[str, Any]]) -> str:
    first = among = 0
    for query in queries:
        hits = engine.find(words=query["query"], language=query["language"], limit=BEST)
        right = [hit.service.code in query["accept"] for hit in hits]
        first, among = first + right[0], among + any(right)
    return f"| {name} | {len(queries)} | {first / len(queries):.2f} | {among / len(queries):.2f} |"


def _speed(name: str, engine: Any, queries: list[dict[str, Any]]) -> str:
    taken = []
    for query in queries:
        start = time.perf_counter()
        engine.find(words=query["query"], language=query["language"], limit=BEST)
        taken.append((time.perf_counter() - start) * 1000)
    return f"| {name} | {median(taken):.1f} | {quantiles(taken, n=20)[-1]:.1f} | {max(taken):.1f} |"


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    from onecity.cli.environment import prepare
    from onecity.cli.start import start_django

    prepare()
    start_django()
    print("\n".join(measure()))


if __name__ == "__main__":
    main()
