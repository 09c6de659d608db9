"""Air, noise, weather, waste."""

from datetime import datetime, timedelta

import numpy as np

from onecity.simulation.chance import Floats, shares, wave
from onecity.simulation.fleet import Ints
from onecity.simulation.sky import DAY, weather_type
from onecity.simulation.world import Moment, Truths

Values = dict[str, object]
# Limits of the individual air quality indices (HJ 633-2012), daily means; ozone: hourly.
_INDEX = [0, 50, 100, 150, 200, 300, 400, 500]
_PM25, _PM10 = [0, 35, 75, 115, 150, 250, 350, 500], [0, 50, 150, 250, 350, 420, 500, 600]
_NO2, _O3 = [0, 40, 80, 180, 280, 565, 750, 940], [0, 160, 200, 300, 400, 800, 1_000, 1_200]
_NIGHT = {"residential": 43.0, "mixed": 48.0, "industrial": 54.0, "road": 58.0}
EMPTIED = 5.5  # o'clock, when bins are emptied
MISSED = 0.13  # of all rounds


def air(now: Moment) -> Values:
    sky, seed = now.weather, now.world.seed
    still = 1.6 / (0.6 + sky.wind / 3)
    wash = 1 / (1 + 0.12 * sky.wet)
    smog = float(np.exp(0.45 * wave(seed, "smog", now.at, 2 * DAY)))
    place = 0.8 + 0.4 * now.trait("AirQualityObserved", "place")
    shake = 1 + 0.05 * now.noise("AirQualityObserved", "air", 300)
    pm25 = 27 * smog * still * wash * place * shake + 5 * now.rhythm("traffic")
    pm10 = pm25 * 1.5 + 9
    no2 = (14 + 34 * now.rhythm("traffic") * still) * place * shake
    o3 = np.maximum(30 + 95 * max(sky.sun, 0) / 60 * (1 - 0.5 * sky.cloud) - 0.3 * no2, 4) * shake
    return {
        "airQualityIndex": _air_quality_index(pm25, pm10, no2, o3),
        "pm25": pm25,
        "pm10": pm10,
        "no2": no2,
        "o3": o3,
        "so2": 5 + 3 * place * smog,
        "co": 0.35 + 0.012 * no2,
        "temperature": sky.temperature + 0.6 * (place - 1) + 0.1 * now.noise("AirQualityObserved", "warm", 300),
        "relativeHumidity": np.clip(sky.humidity + 0.01 * now.noise("AirQualityObserved", "damp", 300), 0.05, 1),
    }


def _air_quality_index(pm25: Floats, pm10: Floats, no2: Floats, o3: Floats) -> Floats:
    """The highest of the indices of the single substances."""
    parts = ((pm25, _PM25), (pm10, _PM10), (no2, _NO2), (o3, _O3))
    index: Floats = np.max([np.interp(value, limits, _INDEX) for value, limits in parts], axis=0)
    return index


def noise_meters(now: Moment) -> Values:
    zones = now.fleet["NoiseLevelObserved"].values.get("zone", [])
    floor = np.array([_NIGHT.get(zone, 46.0) for zone in zones])
    level = (
        floor
        + 17 * now.rhythm("noise")
        + 0.5 * now.weather.rain**0.5
        + 1.4 * now.noise("NoiseLevelObserved", "minute", 60)
    )
    loud = np.maximum(now.noise("NoiseLevelObserved", "horn", 60), 0)
    return {"LAeq": level, "LAmax": level + 7 + 5 * loud}


def weather_stations(now: Moment) -> Values:
    sky, place = now.weather, now.trait("WeatherObserved", "place") - 0.5
    shake = now.noise("WeatherObserved", "air", 300)
    count = len(place)
    return {
        "temperature": sky.temperature + 1.2 * place + 0.1 * shake,
        "relativeHumidity": np.clip(sky.humidity + 0.02 * place, 0.05, 1),
        "atmosphericPressure": sky.pressure + 0.4 * place,
        "windSpeed": np.maximum(sky.wind * (1 + 0.5 * place) + 0.3 * shake, 0),
        "windDirection": np.mod(sky.wind_from + 8 * shake, 360),
        "precipitation": np.maximum(sky.rain * (1 + 0.8 * place), 0),
        "weatherType": np.full(count, weather_type(sky)),
    }


def bins(now: Moment) -> Values:
    """A bin fills by day and is emptied in the morning, unless the round misses it."""
    kind = now.fleet["WasteContainer"]
    level = np.clip(_waste(now), 0, 1)
    hot, tilted = now.struck("WasteContainer", "fire"), now.weekly("WasteContainer", "tilt") < 0.004
    warm = now.weather.temperature + 4 * now.trait("WasteContainer", "sun") * max(now.weather.sun, 0) / 40
    state = np.where(hot, "burning", np.where(tilted, "tilted", np.where(level > 0.92, "full", "ok")))
    worn = kind.numbers("condition", 2)
    return {
        "fillingLevel": level,
        "temperature": np.where(hot, 96.0, warm),
        "status": state,
        "batteryLevel": np.clip(1 - 0.13 * worn - 0.2 * now.trait("WasteContainer", "battery"), 0.03, 1),
    }


def _waste(now: Moment) -> Floats:
    """Days since the last emptying times what falls in a day."""
    count = len(now.fleet["WasteContainer"])
    daily = 0.22 + 0.75 * now.trait("WasteContainer", "use") ** 1.6
    wall = datetime.fromtimestamp(now.at, now.world.zone)
    offset = (wall.utcoffset() or timedelta()).total_seconds()
    rounds = (now.at + offset) / DAY - (EMPTIED + 1.2 * now.trait("WasteContainer", "round")) / 24
    last = np.floor(rounds).astype(int)
    missed, days = np.ones(count, dtype=bool), rounds - last
    for back in range(4):
        missed &= _missed(now, last - back, count)
        days = days + missed
    level: Floats = daily * days
    return level


def _missed(now: Moment, rounds: Ints, count: int) -> Truths:
    """Which bins a round, given by its day, passed by."""
    found = np.zeros(count, dtype=bool)
    for day in np.unique(rounds).tolist():
        own = rounds == day
        found[own] = shares(now.world.seed, "missed round", day, count)[own] < MISSED
    return found
