"""The sky over the city: the sun's height, and weather that changes slowly, the same for the same seed and time."""

from datetime import UTC, datetime
from math import asin, cos, exp, pi, sin

import msgspec

from onecity.simulation.chance import wave

HOUR, DAY = 3_600.0, 86_400.0
DARK = -1.5  # degrees of the sun's height below which lights burn
RAIN_MEMORY = 30  # hours that rivers remember


class Weather(msgspec.Struct):
    """``rain`` in millimetres an hour, ``wet`` rain that is still running off, ``sun`` its height in degrees."""

    temperature: float
    humidity: float
    pressure: float
    wind: float
    wind_from: float
    rain: float
    wet: float
    cloud: float
    sun: float


def weather(seed: int, at: float, lon: float, lat: float) -> Weather:
    """The weather at a moment (seconds since 1970) in a mild climate of the place's latitude."""
    day = datetime.fromtimestamp(at, UTC).timetuple().tm_yday
    local = (at / HOUR + lon / 15) % 24
    front = wave(seed, "front", at, 2.5 * DAY)
    cloud = 1 / (1 + exp(-2.2 * front))
    rain = rain_at(seed, at)
    season = 16.5 - 12 * cos(2 * pi * (day - 28) / 365) * (1 if lat > 0 else -1)
    swing = (4.6 - 2.6 * cloud) * cos(2 * pi * (local - 14.5) / 24)
    temperature = season + swing + 2.8 * wave(seed, "warmth", at, 3 * DAY) - (1.5 if rain else 0)
    humidity = min(max(0.66 + 0.13 * cloud + (0.12 if rain else 0) - 0.014 * swing * 2, 0.25), 0.99)
    wind = max(
        2.6 + 1.1 * wave(seed, "wind", at, 6 * HOUR) + 1.4 * max(front, 0) + 0.5 * wave(seed, "gust", at, 300), 0.1
    )
    towards = (140 + 85 * wave(seed, "direction", at, 14 * HOUR)) % 360
    wet = sum(rain_at(seed, at - hour * HOUR) * exp(-hour / 9) for hour in range(RAIN_MEMORY))
    pressure = 1_016 - 6.5 * front + 0.8 * wave(seed, "pressure", at, 12 * HOUR)
    return Weather(temperature, humidity, pressure, wind, towards, rain, wet, cloud, sun_height(at, lon, lat))


def rain_at(seed: int, at: float) -> float:
    """Millimetres an hour: showers while a front passes, now and then a downpour."""
    front = wave(seed, "front", at, 2.5 * DAY)
    shower = wave(seed, "shower", at, 1.2 * HOUR) + 0.5 * wave(seed, "cell", at, 20 * 60)
    strength = max(front - 0.55, 0.0) * max(shower + 0.3, 0.0)
    return round(2.8 * strength + 8.0 * max(strength - 1.1, 0.0) ** 2, 2)


def sun_height(at: float, lon: float, lat: float) -> float:
    """Degrees above the horizon, to half a degree (Cooper's declination, no equation of time)."""
    day = datetime.fromtimestamp(at, UTC).timetuple().tm_yday
    tilt = 23.45 * pi / 180 * sin(2 * pi * (284 + day) / 365)
    hour = ((at / HOUR + lon / 15) % 24 - 12) * pi / 12
    phi = lat * pi / 180
    return asin(sin(phi) * sin(tilt) + cos(phi) * cos(tilt) * cos(hour)) * 180 / pi


def weather_type(now: Weather) -> str:
    """The word of the Smart Data Models for it."""
    if now.rain > 0.1:
        return "heavyRain" if now.rain > 8 else "lightRain"
    if now.cloud > 0.75:
        return "overcast"
    if now.cloud > 0.4:
        return "cloudy"
    return "sunnyDay" if now.sun > 0 else "clearNight"
