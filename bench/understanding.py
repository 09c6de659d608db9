"""How rightly and how fast a message is sorted to one of the city's topics, on one core.

    python bench/understanding.py

The messages in tests/data/contacts_held_out.yaml were written by somebody who saw the topics' titles only, and are
never learnt from. The model's structure (which encoders, how wording is weighed) was chosen on the first 390 English
ones, everything else on examples of the city's folder. A share of 250 messages is worth about plus or minus 0.06.
"""

import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

import yaml
from search import on_one_core

import city

HELD_OUT = city.ROOT / "tests" / "data" / "contacts_held_out.yaml"


def measure() -> list[str]:
    """The lines of two tables: how often the topic is right, and how long a message takes."""
    with on_one_core():
        said = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
        return [
            "| topic of a message | messages | right | or defensible | among three | sure | of these defensible |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(
                _rightness(language, [each for each in said if each["language"] == language])
                for language in ("en", "zh")
            ),
            "",
            "| understanding a message, one core | median ms | 95th percentile ms |",
            "|---|--:|--:|",
            *(_speed(language, [each for each in said if each["language"] == language]) for language in ("en", "zh")),
        ]


def _rightness(language: str, said: Sequence[dict[str, Any]]) -> str:
    from onecity.contact.understanding import understand

    found = [(each, understand(each["words"])) for each in said]
    best = [(each, [code for code, _chance in result.guesses], result.is_sure) for each, result in found]
    right = _share(guesses[:1] == [each["topic"]] for each, guesses, _sure in best)
    fair = _share(_is_fair(each, guesses[:1]) for each, guesses, _sure in best)
    three = _share(each["topic"] in guesses for each, guesses, _sure in best)
    sure = [(each, guesses) for each, guesses, is_sure in best if is_sure]
    rightly = _share(_is_fair(each, guesses[:1]) for each, guesses in sure)
    return (
        f"| held out, {language} | {len(said)} | {right:.2f} | {fair:.2f} | {three:.2f} "
        f"| {len(sure) / len(said):.2f} | {rightly:.2f} |"
    )


def _is_fair(said: dict[str, Any], guesses: Sequence[str]) -> bool:
    return bool({said["topic"], *said.get("also", [])} & set(guesses))


def _share(answers: Any) -> float:
    counted = list(answers)
    return sum(counted) / max(len(counted), 1)


def _speed(language: str, said: Sequence[dict[str, Any]]) -> str:
    from onecity.contact.understanding import understand

    taken = []
    for each in said:
        began = time.perf_counter()
        understand(each["words"])
        taken.append((time.perf_counter() - began) * 1000)
    return f"| {language} | {median(taken):.1f} | {quantiles(taken, n=20)[-1]:.1f} |"


def main() -> None:
    city.prepare()
    city.install()
    print("\n".join(measure()))


if __name__ == "__main__":
    main()
