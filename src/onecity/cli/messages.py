"""The message server that `onecity run` starts: NATS, which keeps messages on disk and speaks MQTT with devices."""

import json
import os
import secrets
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import psycopg

SYNC = "ONECITY_MESSAGE_SYNC"  # seconds such as "1s" (a power cut may cost that much), or "always"
INTERNAL = "onecity"


def folder(data: Path) -> Path:
    """Where the server's files lie."""
    return data / "messages"


def server_command(data: Path, host: str, mqtt_port: int) -> list[str]:
    """The server with a configuration of ours; its address for the twin goes into this process's environment."""
    place = folder(data)
    place.mkdir(mode=0o700, exist_ok=True)
    password, port = _password(place), _free_port()
    os.environ["NATS_URL"] = f"nats://{INTERNAL}:{password}@127.0.0.1:{port}"
    os.environ["ONECITY_MQTT_URL"] = f"mqtt://{INTERNAL}:{password}@{host}:{mqtt_port}"
    (place / "address.json").write_text(json.dumps({"port": port, "host": host, "mqtt_port": mqtt_port}))
    write_configuration(data)
    return [str(Path(sys.executable).with_name("nats-server")), "-c", str(place / "nats.conf")]


def _password(place: Path) -> str:
    """The twin's own password at the server, made once."""
    file = place / "password"
    if not file.exists():
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(24))
    return file.read_text()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def write_configuration(data: Path) -> None:
    """The server's configuration, with every device that may send."""
    place = folder(data)
    address = json.loads((place / "address.json").read_text())
    users = [f'{{user: "{INTERNAL}", password: "{_password(place)}"}}', *(_user(*row) for row in _devices())]
    draft = place / "nats.conf.new"
    draft.write_text(_configuration(place, address, users))
    draft.chmod(0o600)
    draft.replace(place / "nats.conf")


def _configuration(place: Path, address: dict[str, object], users: list[str]) -> str:
    listed = "\n  ".join(users)
    return f"""server_name: onecity
listen: "127.0.0.1:{address["port"]}"
log_file: "{place / "server.log"}"
logfile_size_limit: 10MB
logfile_max_num: 3
pid_file: "{place / "nats.pid"}"
max_payload: 4MB
jetstream {{ store_dir: "{place / "store"}", sync_interval: "{os.environ.get(SYNC, "1s")}" }}
mqtt {{ host: "{address["host"]}", port: {address["mqtt_port"]}, max_ack_pending: 4096 }}
authorization {{ users: [
  {listed}
] }}
"""


def _devices() -> list[tuple[str, str, str]]:
    """Agency, name and hash of the password of each device; none while the twin has no tables yet."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            return connection.execute("SELECT agency, name, password FROM twin.device ORDER BY 1, 2").fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return []


def _user(agency: str, name: str, password: str) -> str:
    """A device: it sends under its agency's name, and hears nothing."""
    permissions = f'{{publish: ["onecity.{agency}.>"], subscribe: {{deny: ">"}}}}'
    return f'{{user: "{agency}/{name}", password: "{password}", permissions: {permissions}}}'


def reload(data: Path) -> bool:
    """Have a running server read its configuration again; False if none runs here."""
    with suppress(OSError, ValueError):
        write_configuration(data)
        os.kill(int((folder(data) / "nats.pid").read_text()), signal.SIGHUP)
        return True
    return False
