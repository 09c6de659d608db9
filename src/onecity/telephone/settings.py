"""What the telephone needs of the environment. What is absent is a closed door."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network


def voice_secret() -> str:
    """With this the provider signs its requests."""
    return os.environ.get("ONECITY_VOICE_SECRET", "")


def voice_account() -> str:
    """The account at the provider, for fetching recordings that want a password (the secret)."""
    return os.environ.get("ONECITY_VOICE_ACCOUNT", "")


def recording_origins() -> tuple[str, ...]:
    """From where recordings may be fetched: scheme and host, nothing else."""
    return tuple(os.environ.get("ONECITY_VOICE_RECORDINGS", "https://api.twilio.com").split())


def operator_line() -> str:
    """Where a caller is put through to: a number, or a ``sip:`` address. Empty: nobody sits at a telephone."""
    return os.environ.get("ONECITY_OPERATOR_LINE", "")


def cti_token() -> str:
    return os.environ.get("ONECITY_CTI_TOKEN", "")


def prompts_folder() -> str:
    """Where the spoken sentences lie, one folder for each language; else in the city's folder."""
    return os.environ.get("ONECITY_PROMPTS", "")


def peers() -> tuple[Network, ...]:
    """The telephone exchanges (addresses or networks) whose calls are answered; everybody else hears nothing."""
    return tuple(ip_network(text) for text in os.environ.get("ONECITY_PHONE_PEERS", "127.0.0.0/8 ::1").split())


def most_calls() -> int:
    return int(os.environ.get("ONECITY_PHONE_CALLS", "30"))


def rtp_ports() -> range:
    """The UDP ports that carry sound, two for each call (the odd ones stay free, as RTP wants)."""
    first, _, last = os.environ.get("ONECITY_PHONE_RTP", "40000-40199").partition("-")
    return range(int(first) + int(first) % 2, int(last), 2)
