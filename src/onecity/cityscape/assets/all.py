"""All things of a city, in numbers that fit its size."""

import shapely

from onecity.cityscape.assets.indoors import name_places, place_fibre, place_lifts, place_mobile_sites
from onecity.cityscape.assets.light import light_streets
from onecity.cityscape.assets.power import lay_power
from onecity.cityscape.assets.surroundings import (
    place_air_stations,
    place_bins,
    place_noise_meters,
    place_weather_stations,
)
from onecity.cityscape.assets.things import Things
from onecity.cityscape.assets.traffic import count_traffic, place_signals, span_bridges
from onecity.cityscape.assets.transit import place_car_parks, run_transit
from onecity.cityscape.assets.water import lay_water, place_gauges
from onecity.cityscape.body import Body

WHOLE = 1_280e6  # square metres for which the numbers below are meant
NUMBERS = {
    "Streetlight": 60_000,
    "TrafficFlowObserved": 4_000,
    "TrafficSignal": 900,
    "Pump": 48,
    "FloodMonitoring": 48,
    "Substation": 64,
    "AirQualityObserved": 64,
    "NoiseLevelObserved": 160,
    "WeatherObserved": 32,
    "WasteContainer": 8_000,
    "Vehicle": 1_200,
    "OffStreetParking": 320,
    "Lift": 4_000,
    "MobileSite": 900,
    "FibreCabinet": 1_600,
}


def furnish(body: Body) -> list[Things]:
    """Everything; a part of the city gets its part of it."""
    share = min(shapely.area(body.ground.whole) / WHOLE, 1.0)
    number = {kind: max(round(count * share), 1) for kind, count in NUMBERS.items()}
    power = lay_power(body, number["Substation"])
    fibre = place_fibre(body, number["FibreCabinet"])
    made = [power.substations, power.feeders, *light_streets(body, power, number["Streetlight"])]
    made += [count_traffic(body, number["TrafficFlowObserved"]), place_signals(body, power, number["TrafficSignal"])]
    made += [span_bridges(body), *lay_water(body, power, number["Pump"]), place_gauges(body, number["FloodMonitoring"])]
    made += [
        place_air_stations(body, number["AirQualityObserved"]),
        place_noise_meters(body, number["NoiseLevelObserved"]),
    ]
    made += [place_weather_stations(body, number["WeatherObserved"]), place_bins(body, number["WasteContainer"])]
    made += [*run_transit(body, number["Vehicle"]), place_car_parks(body, number["OffStreetParking"])]
    made += [place_lifts(body, power, number["Lift"]), fibre]
    made += [place_mobile_sites(body, power, fibre, number["MobileSite"]), name_places(body)]
    return made
