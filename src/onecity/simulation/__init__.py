"""Sensors of a city that is made up: what they measure at any moment, and a program that sends it by MQTT."""
