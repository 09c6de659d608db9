"""What must hold in a city beyond the shape of its files."""

from collections.abc import Mapping
from string import Formatter
from zoneinfo import available_timezones

from holidays.utils import list_supported_countries

from onecity.city.colour import LEAST_CONTRAST, contrast_on_white, is_colour
from onecity.city.definition import CertificateKind, City
from onecity.city.shape import Reading, nearest
from onecity.city.sheet import Map

Sheets = Mapping[str, Map]


def check_city(city: City, sheets: Sheets, reading: Reading) -> None:
    """Notes what names something that does not exist, cannot be read, or cannot be computed with."""
    _check_timezone(city, sheets["city.yaml"], reading)
    _check_colours(city, sheets["city.yaml"], reading)
    _check_calendars(city, sheets["agencies.yaml"], reading)
    _check_owners(city, sheets["registers.yaml"], reading)
    _check_places(city, sheets["places.yaml"], reading)
    for certificate in city.certificates.values():
        _check_certificate(certificate, sheets["certificates.yaml"], reading)


def _check_timezone(city: City, sheet: Map, reading: Reading) -> None:
    if city.timezone and city.timezone not in available_timezones():
        place = sheet.where("timezone")
        reading.note(
            place,
            f"there is no time zone `{city.timezone}`",
            nearest(city.timezone, ("Asia/Shanghai", "Europe/Paris", "UTC")),
        )


def _check_colours(city: City, sheet: Map, reading: Reading) -> None:
    for name, colour in (("accent", city.accent), ("warm", city.warm)):
        if is_colour(colour) and contrast_on_white(colour) < LEAST_CONTRAST:
            what = f"the colour {colour} has a contrast of {contrast_on_white(colour):.1f} on white"
            reading.note(
                sheet.where(name), what, f"choose a darker one: text needs at least {LEAST_CONTRAST} (WCAG 2.2)"
            )


def _check_calendars(city: City, sheet: Map, reading: Reading) -> None:
    countries = list_supported_countries()
    for agency in city.agencies.values():
        place = sheet.where(agency.code, "calendar")
        if agency.country not in countries:
            what = f"no holiday calendar of the country `{agency.country}` is known"
            reading.note(place, what, "write a country of two letters (ISO 3166), such as CN, DE or BR")
        elif agency.subdivision and agency.subdivision not in countries[agency.country]:
            what = f"no holiday calendar of `{agency.subdivision}` in {agency.country} is known"
            reading.note(place, what, "leave `subdivision` out to follow the country's")


def _check_owners(city: City, sheet: Map, reading: Reading) -> None:
    for register in city.registers.values():
        if register.owner and register.owner not in city.agencies:
            reading.note_unknown(sheet.where(register.code, "owner"), "the agency", register.owner, city.agencies)


def _check_places(city: City, sheet: Map, reading: Reading) -> None:
    for place in city.places.values():
        if place.district and place.district not in city.districts:
            reading.note_unknown(sheet.where(place.code, "district"), "the district", place.district, city.districts)


def _check_certificate(certificate: CertificateKind, sheet: Map, reading: Reading) -> None:
    """Every {placeholder} is one of the fields shown, in every language."""
    for language, text in certificate.text.items():
        place = sheet.where(certificate.code, "text", language)
        names = placeholders(text)
        if names is None:
            reading.note(place, "the words have a brace too many or too few", "write {field} where a field is shown")
        for name in names or ():
            if name not in certificate.show:
                what = f"the words use `{{{name}}}`, which is not in `show`"
                reading.note(place, what, nearest(name, certificate.show))


def placeholders(text: str) -> list[str] | None:
    """The names in braces of a certificate's words; None when the braces do not fit."""
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
