"""Where it is: the words of an address against the city's own gazetteer."""

import re
from dataclasses import dataclass
from functools import lru_cache

from onecity.city import queries as city
from onecity.city.definition import City, NamedPlace

DOOR = re.compile(r"\d+\s*(?:号|弄|室|幢|栋|号楼|单元)|\b\d+[A-Za-z]?\b")
DEGREE = 111.0  # kilometres of one degree of latitude


@dataclass(frozen=True, slots=True)
class Found:
    """``name`` is the street or estate alone, in the language that was asked for."""

    district: str = ""
    name: str = ""
    lon: float | None = None
    lat: float | None = None


def find_place(words: str, language: str) -> Found:
    """The longest name of the gazetteer that stands in the words; else the district that is named, without a point."""
    here = city.current()
    low = words.casefold()
    for name, place in _names(here.code, city.release()):
        if name in low:
            return Found(place.district, place.name.in_language(language), place.lon, place.lat)
    return Found(district=_district(low, here))


def nearest(lon: float, lat: float) -> Found:
    """The named place nearest to a point, for its district; nothing in a city without a gazetteer."""
    places = city.current().places.values()
    near = min(places, key=lambda place: (place.lon - lon) ** 2 + (place.lat - lat) ** 2, default=None)
    return Found(near.district, str(near.name), lon, lat) if near else Found(lon=lon, lat=lat)


@lru_cache(maxsize=2)
def _names(_code: str, _release: int) -> list[tuple[str, NamedPlace]]:
    """Every spelling of every place, the longest first."""
    places = city.current().places.values()
    spelled = [(name.casefold(), place) for place in places for name in (*place.name.values(), *place.other)]
    return sorted(spelled, key=lambda pair: -len(pair[0]))


def _district(low: str, here: City) -> str:
    for code, name in here.districts.items():
        if any(spelling.casefold().removesuffix("区") in low for spelling in name.values()):
            return code
    return ""
