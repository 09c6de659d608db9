"""What the sensors of each type measure: functions of the moment, for all devices of the type at once."""

from collections.abc import Callable

from onecity.simulation.sensors import indoors, power, surroundings, traffic, transit, water
from onecity.simulation.world import Moment

Measure = Callable[[Moment], dict[str, object]]

MEASURES: dict[str, Measure] = {
    "Feeder": power.feeders,
    "Substation": power.substations,
    "Streetlight": power.lights,
    "StreetlightControlCabinet": power.cabinets,
    "TrafficFlowObserved": traffic.counters,
    "TrafficSignal": traffic.signals,
    "Bridge": traffic.bridges,
    "OffStreetParking": traffic.car_parks,
    "Pump": water.pumps,
    "Pipe": water.mains,
    "FloodMonitoring": water.gauges,
    "AirQualityObserved": surroundings.air,
    "NoiseLevelObserved": surroundings.noise_meters,
    "WeatherObserved": surroundings.weather_stations,
    "WasteContainer": surroundings.bins,
    "Vehicle": transit.buses,
    "TransportStation": transit.stations,
    "Lift": indoors.lifts,
    "MobileSite": indoors.mobile_sites,
    "FibreCabinet": indoors.fibre_cabinets,
}
