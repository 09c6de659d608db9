"""One address for all that `onecity run` serves: Caddy before the web process and the twin, each on a socket.

In production a city's own proxy does this (see `deploy/nginx.conf`).
"""

import os
import sys
from pathlib import Path

TWIN_PATHS = "/ngsi-ld/* /live/* /tiles/* /sta/* /ogc/* /intake/*"


AWAY = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not just now</title>'
    "<p>This part of the city is not there just now. What you sent was not stored; please try again in a moment.</p>"
    '<p lang="zh">城市系统的这一部分暂时无法使用。您刚才发送的内容没有保存，请稍后再试。</p></html>'
)


def web_socket(data: Path) -> Path:
    """Where the web process of this very run listens: one that is still ending takes its own socket with it."""
    return data / "front" / f"web-{os.getpid()}.sock"


def twin_socket(data: Path) -> Path:
    """Where the twin of this run listens."""
    return data / "front" / f"twin-{os.getpid()}.sock"


def front_command(data: Path, host: str, port: int) -> list[str]:
    """Caddy with a configuration of ours, which is written anew each time."""
    file = data / "front" / "Caddyfile"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    for left in file.parent.glob("*.sock"):
        left.unlink(missing_ok=True)
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
	grace_period 2s
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
	handle_errors {{
		header Retry-After 5
		header Cache-Control no-store
		header Content-Type "text/html; charset=utf-8"
		respond `{AWAY}` 503
	}}
}}
"""
