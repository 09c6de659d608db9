"""Where it is: the words of an address against the city's own gazetteer."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians

from onecity.city import queries as city
from onecity.city.definition import City, NamedPlace
from onecity.city.outlines import district_at

DEGREE = 111.3  # kilometres of one degree of latitude
CLOSE = 0.4  # kilometres


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


def at_point(lon: float, lat: float) -> Found:
    """The district in which a point lies, and the nearest named place within a few hundred metres."""
    here = city.current()
    near = min(here.places.values(), key=lambda place: _apart(place, lon, lat), default=None)
    close = near if near and _apart(near, lon, lat) <= CLOSE else None
    district = district_at(here.outlines, lon, lat) or (close.district if close else "")
    return Found(district, str(close.name) if close else "", lon, lat)


def _apart(place: NamedPlace, lon: float, lat: float) -> float:
    """Kilometres, as good as a few hundred metres need it."""
    return DEGREE * hypot((place.lon - lon) * cos(radians(lat)), place.lat - lat)


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
