"""`onecity run`: the whole city on this machine, until Ctrl-C. Sets up what is missing, and keeps it running."""

import argparse
import errno
import http.client
import os
import socket
import sys
from pathlib import Path

from onecity.cli import environment, front, messages, postgres, prepared, supervisor
from onecity.cli.failures import Failure
from onecity.cli.place import Need, data_folder
from onecity.cli.serve import add_address, twin_command, web_command, worker_command
from onecity.cli.supervisor import Child
from onecity.cli.twin import mappers_file
from onecity.cli.twin_body import tiles_file

HELP = "run the whole city on this machine, until Ctrl-C"
HOPELESS = 3  # deaths before the first page
INTERRUPTED = 130
SERVER_ERROR = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument("--mqtt-port", type=int, default=0, help="where devices send (default 1883, or the port + 1)")


def run(args: argparse.Namespace) -> int:
    """0 after Ctrl-C or SIGTERM."""
    _require_free(args.host, args.port)
    embedded = not os.environ.get("DATABASE_URL")
    os.environ.setdefault("ONECITY_URL", f"http://{args.host}:{args.port}")
    supervisor.hold_signals()
    try:
        environment.prepare(Need.DATABASE)
        return _prepare() or _serve(args.host, args.port, _mqtt_port(args), embedded=embedded)
    finally:
        if embedded:
            postgres.leave()


def _require_free(host: str, port: int) -> None:
    """A port that somebody else listens on is named before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Failure(_no_port(host, port, error)) from None


def _no_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f'Port {port} is taken by another program. Choose another: make run ARGS="--port {port + 1}"'
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def _prepare() -> int:
    """Nothing to do at most starts; else in a process of its own, so that this one stays small."""
    words = prepared.words()
    if words is not None:
        print(words, flush=True)
        return 0
    step = Child("prepare", [sys.executable, "-m", "onecity.cli", "prepare"])
    with supervisor.running([step]):
        step.start()
        while step.code() is None:
            if supervisor.signal_within(1.0) in supervisor.ENOUGH:
                return INTERRUPTED
    return step.code() or 0


def _mqtt_port(args: argparse.Namespace) -> int:
    """The usual one for the usual city; beside another, the next to its own."""
    return args.mqtt_port or (1883 if args.port == 8000 else args.port + 1)


def _children(data: Path, host: str, port: int, mqtt_port: int) -> tuple[Child, list[Child]]:
    """The web process, and every program of the city with it."""
    web_socket, twin_socket = front.web_socket(data), front.twin_socket(data)
    web = Child("web", web_command(["--uds", str(web_socket)]), web_socket)
    own = [] if os.environ.get("NATS_URL") else [Child("messages", messages.server_command(data, host, mqtt_port))]
    door = Child("front", front.front_command(data, host, port))
    twin = Child("twin", twin_command(["--uds", str(twin_socket)]), twin_socket)
    return web, [web, door, *own, twin, Child("worker", worker_command())]


def _serve(host: str, port: int, mqtt_port: int, *, embedded: bool) -> int:
    data = data_folder()
    os.environ.setdefault("ONECITY_MAPPERS", str(mappers_file()))
    os.environ.setdefault("ONECITY_TILES", str(tiles_file()))
    web, children = _children(data, host, port, mqtt_port)
    os.environ["ONECITY_BEHIND_PROXY"] = "1"
    with supervisor.running(children):
        for child in children[:2]:
            child.start()
        if _has_first_page(host, port, web):  # the others wait: several starts at once would delay the page
            print(f"OneCity is ready: {os.environ['ONECITY_URL']}    (Ctrl-C stops it; the data stays)", flush=True)
            if host == "127.0.0.1":
                print(f"To try passkeys use http://localhost:{port}: browsers want a name, not a number.", flush=True)
            supervisor.watch(children, _keep_database if embedded else lambda: None)
    print("OneCity has stopped.", flush=True)
    return 0


def _has_first_page(host: str, port: int, web: Child) -> bool:
    """Wait for the first answer; False when a signal comes before it."""
    while not _answers(host, port):
        if supervisor.signal_within(0.1) in supervisor.ENOUGH:
            return False
        web.look_after()
        if web.deaths == HOPELESS:
            raise Failure("The web process does not start. What it said stands above.")
    return True


def _answers(host: str, port: int) -> bool:
    """Whether a page comes; which one does not matter."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(near, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keep_database() -> None:
    """The keeper starts a dead database again; without a keeper, we do."""
    if postgres.is_kept():
        return
    try:
        postgres.start()
    except Failure as failure:
        print(failure, file=sys.stderr)
