"""Figures of an attribute for each period: averages, sums, extremes, counts (ETSI GS CIM 009, 4.5.19)."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from onecity.twin.temporal.asking import Figures, Period
from onecity.twin.times import format_time

Point = tuple[datetime, Any]  # when, and the value
MAX_PERIODS = 100_000


def aggregated(points: list[Point], figures: Figures, start: datetime) -> dict[str, list[list[Any]]]:
    """For each method its [value, begin, end] of every period that has values; ``points`` in order of time.

    Periods are counted from ``start``. Numbers count as they are, truth values as 0 and 1, text by its order for min
    and max, lists by their length; a method that does not apply gives nothing.
    """
    found: dict[str, list[list[Any]]] = {method: [] for method in figures.methods}
    for begin, end, values in _periods(points, figures.period, start):
        bounds = [format_time(begin), format_time(end)]
        for method in figures.methods:
            figure = _figure(method, values)
            if figure is not None:
                found[method].append([figure, *bounds])
    return found


def _periods(points: list[Point], period: Period, start: datetime) -> list[tuple[datetime, datetime, list[Any]]]:
    if period.whole:
        return [(start, max(point[0] for point in points), [value for _, value in points])] if points else []
    found: list[tuple[datetime, datetime, list[Any]]] = []
    number, end = 0, period.after(start)
    for moment, value in points:
        if moment >= end:
            number = _number(period, start, moment, number)
            end = period.after(start, number + 1)
        if not found or found[-1][1] != end:
            found.append((period.after(start, number), end, []))
        found[-1][2].append(value)
    return found


def _number(period: Period, start: datetime, moment: datetime, at_least: int) -> int:
    """Which period a moment lies in, counted from 0."""
    if not period.months:
        return int((moment - start) / period.rest)
    number = at_least
    while period.after(start, number + 1) <= moment and number < MAX_PERIODS:
        number += 1
    return number


def _figure(method: str, values: list[Any]) -> Any:
    if method == "totalCount":
        return len(values)
    if method == "distinctCount":
        return len({msgspec.json.encode(value) for value in values})
    if method in ("min", "max"):
        return _extreme(min if method == "min" else max, values)
    numbers = [number for number in map(_as_number, values) if number is not None]
    return _METHODS[method](numbers) if numbers else None


def _extreme(choose: Callable[[Any], Any], values: list[Any]) -> Any:
    if all(isinstance(value, str) for value in values):
        return choose(values)
    numbers = [number for number in map(_as_number, values) if number is not None]
    return choose(numbers) if numbers else None


def _as_number(value: Any) -> float | None:
    if isinstance(value, list):
        return float(len(value))
    return float(value) if isinstance(value, int | float) else None


def _deviation(numbers: list[float]) -> float:
    """The standard deviation of all values given."""
    mean = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((number - mean) ** 2 for number in numbers) / len(numbers))


_METHODS: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum,
    "avg": lambda numbers: math.fsum(numbers) / len(numbers),
    "stddev": _deviation,
    "sumsq": lambda numbers: math.fsum(number * number for number in numbers),
}
