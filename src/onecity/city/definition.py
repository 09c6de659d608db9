"""A city as it stands in its folder, parsed: everything but the services."""

from msgspec import Struct, field

from onecity.common.text import Text


class Titled(Struct, frozen=True, kw_only=True):
    code: str
    title: Text
    summary: Text = Text()
    icon: str = ""


class Unit(Struct, frozen=True, kw_only=True):
    code: str
    name: Text


class Agency(Struct, frozen=True, kw_only=True):
    """``country`` and ``subdivision`` choose the holidays of its working calendar; ``weekend`` are ISO weekdays off."""

    code: str
    name: Text
    duties: Text
    units: dict[str, Unit]
    country: str = "CN"
    subdivision: str = ""
    weekend: tuple[int, ...] = (6, 7)
    phone: str = ""
    email: str = ""

    @property
    def intake(self) -> str:
        """The unit that gets what names no other: the first."""
        return next(iter(self.units))


class Attribute(Struct, frozen=True, kw_only=True):
    code: str
    title: Text
    type: str  # string, integer, boolean, date
    values: dict[str, Text] = field(default_factory=dict)


class Register(Struct, frozen=True, kw_only=True):
    """What an agency knows about residents, on what law."""

    code: str
    title: Text
    owner: str
    law: Text
    attributes: dict[str, Attribute]


class CertificateKind(Struct, frozen=True, kw_only=True):
    """A kind of certificate: its title, its words with {placeholders}, and the form fields that it shows."""

    code: str
    title: Text
    text: Text
    show: tuple[str, ...] = ()


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A street, an estate, a park: its names, its district, and a point on it (WGS 84, degrees)."""

    code: str
    name: Text
    kind: str
    district: str
    lon: float
    lat: float
    other: tuple[str, ...] = ()  # further spellings


class City(Struct, frozen=True, kw_only=True):
    code: str
    name: Text
    languages: tuple[str, ...]
    timezone: str
    currency: str
    telephone: str
    number_prefix: str
    accent: str
    warm: str
    made_up: bool
    mark: str = ""  # the `d` of one SVG path on a field of 24 by 24; empty: a plain skyline
    districts: dict[str, Text]
    agencies: dict[str, Agency]
    subjects: dict[str, Titled]
    life_events: dict[str, Titled]
    registers: dict[str, Register]
    certificates: dict[str, CertificateKind]
    places: dict[str, NamedPlace] = field(default_factory=dict)
    outlines: str = ""  # GeoJSON: districts, water and roads, for maps; empty for a city without one
