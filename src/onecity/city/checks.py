"""What must hold in a city beyond the shape of its files."""

from collections.abc import Iterator, Mapping
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
            reading.note_unknown(place, "a holiday calendar of the country", agency.country, tuple(countries))
        elif agency.subdivision and agency.subdivision not in countries[agency.country]:
            what = f"a holiday calendar of {agency.country} for"
            reading.note_unknown(place, what, agency.subdivision, tuple(countries[agency.country]))


def _check_owners(city: City, sheet: Map, reading: Reading) -> None:
    for register in city.registers.values():
        if register.owner and register.owner not in city.agencies:
            reading.note_unknown(sheet.where(register.code, "owner"), "the agency", register.owner, city.agencies)


def _check_certificate(certificate: CertificateKind, sheet: Map, reading: Reading) -> None:
    """Every {placeholder} is one of the fields shown, in every language."""
    for language, text in certificate.text.items():
        place = sheet.where(certificate.code, "text", language)
        for name in placeholders(text):
            if name not in certificate.show:
                reading.note(
                    place, f"the words use `{{{name}}}`, which is not in `show`", nearest(name, certificate.show)
                )


def placeholders(text: str) -> Iterator[str]:
    """The names in braces of a certificate's words; words with a brace too many come back as one strange name."""
    try:
        yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        yield text
