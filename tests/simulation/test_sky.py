from itertools import pairwise

from tests.simulation.conftest import clock

from onecity.simulation.sky import DAY, HOUR, sun_height, weather

SHANGHAI = (121.47, 31.23)


def test_the_sun_is_high_at_noon_and_gone_at_midnight():
    assert 81 < sun_height(clock("2026-06-21T11:54"), *SHANGHAI) < 83
    assert 34 < sun_height(clock("2026-12-21T11:54"), *SHANGHAI) < 36
    assert sun_height(clock("2026-06-21T23:54"), *SHANGHAI) < -30


def test_the_same_moment_has_the_same_weather():
    at = clock("2026-11-24T08:30")
    assert weather(7, at, *SHANGHAI) == weather(7, at, *SHANGHAI) != weather(8, at, *SHANGHAI)


def test_weather_changes_slowly():
    at = clock("2026-03-01T00:00")
    hours = [weather(7, at + hour * HOUR, *SHANGHAI).temperature for hour in range(240)]
    assert max(abs(a - b) for a, b in pairwise(hours)) < 3.5


def test_a_year_has_seasons_and_rain_now_and_then():
    at = clock("2026-01-01T14:00")
    year = [weather(7, at + day * DAY, *SHANGHAI) for day in range(365)]
    summer, winter = [w.temperature for w in year[180:240]], [w.temperature for w in year[:60]]
    assert sum(summer) / 60 > sum(winter) / 60 + 15
    assert 0.05 < sum(w.rain > 0.1 for w in year) / 365 < 0.35
