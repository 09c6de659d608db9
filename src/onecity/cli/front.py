"""One address for all that `onecity run` serves: Caddy before the web process and the twin, each on a socket.

In production a city's own proxy does this (see `deploy/nginx.conf`).
"""

import os
import sys
from pathlib import Path

TWIN_PATHS = "/ngsi-ld/* /live/* /tiles/* /sta/* /ogc/* /intake/*"


def web_socket(data: Path) -> Path:
    """Where the web process listens."""
    return data / "front" / "web.sock"


def twin_socket(data: Path) -> Path:
    """Where the twin listens."""
    return data / "front" / "twin.sock"


def front_command(data: Path, host: str, port: int) -> list[str]:
    """Caddy with a configuration of ours, which is written anew each time."""
    file = data / "front" / "Caddyfile"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text(_configuration(data, host, port))
    caddy = Path(sys.executable).with_name("caddy")
    return [str(caddy), "run", "--config", str(file), "--adapter", "caddyfile"]


def _configuration(data: Path, host: str, port: int) -> str:
    """Nothing is encrypted, kept or administered here: it is one machine's door to itself."""
    storage = os.fsdecode(data / "front" / "caddy")
    return f"""{{
	admin off
	auto_https off
	persist_config off
	storage file_system "{storage}"
	log default {{
		output discard
	}}
}}
http://:{port} {{
	bind {host}
	@twin path {TWIN_PATHS}
	reverse_proxy @twin "unix/{twin_socket(data)}" {{
		flush_interval -1
	}}
	reverse_proxy "unix/{web_socket(data)}"
}}
"""
