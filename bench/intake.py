"""How fast measurements come in: ``python bench/intake.py --seconds 60`` prints a table.

Real MQTT (quality 1) from several connections through the message server into the twin's database, durable and with
history: messages of eight attributes from 20,000 devices. Load generator, message server, intake and database share
the machine.
"""

import argparse
import asyncio
import os
import random
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import msgspec

from twin import Broker

BIN = Path(sys.executable).parent
NATS, MQTT = 14322, 14883
NAMES = "abcdefgh"
DEVICES = 20_000
BURST = 200  # messages on the way in one connection


def mappers(folder: Path) -> Path:
    """A mapper for messages of eight numbers."""
    attributes = {name: {"path": name, "unit": "C62"} for name in NAMES}
    rule: dict[str, object] = {
        "topic": "onecity/{agency}/bench/{device}",
        "entity": "urn:ngsi-ld:Bench:{agency}:{device}",
    }
    rule |= {"type": "Bench", "time": "time", "attributes": attributes}
    file = folder / "mappers.yaml"
    file.write_bytes(msgspec.yaml.encode({"mappers": {"bench": rule}}))
    return file


def server(folder: Path) -> "subprocess.Popen[bytes]":
    config = folder / "nats.conf"
    config.write_text(
        f'server_name: bench\nlisten: "127.0.0.1:{NATS}"\n'
        f'jetstream {{ store_dir: "{folder}/store", sync_interval: "1s" }}\n'
        f'mqtt {{ host: "127.0.0.1", port: {MQTT}, max_ack_pending: 4096 }}\n'
    )
    return subprocess.Popen([str(BIN / "nats-server"), "-c", str(config)], stderr=subprocess.DEVNULL)


def packet(topic: str, number: int, payload: bytes) -> bytes:
    """An MQTT PUBLISH of quality 1 (MQTT 3.1.1, 3.3)."""
    name = topic.encode()
    body = struct.pack("!H", len(name)) + name + struct.pack("!H", number) + payload
    length, left = bytearray(), len(body)
    while True:
        left, digit = divmod(left, 128)
        length.append(digit | (128 if left else 0))
        if not left:
            return b"\x32" + bytes(length) + body


async def sender(index: int, until: float, rate: float, sent: list[int]) -> None:
    """One connection: bursts, each acknowledged before the next, at most ``rate`` messages a second."""
    reader, writer = await asyncio.open_connection("127.0.0.1", MQTT)
    name = f"bench{index}".encode()
    body = b"\x00\x04MQTT\x04\x02\x00\x3c" + struct.pack("!H", len(name)) + name
    writer.write(b"\x10" + bytes([len(body)]) + body)
    await reader.readexactly(4)
    rng, started, own = random.Random(index), time.monotonic(), 0
    while time.monotonic() < until:
        now = time.time()
        burst = []
        for number in range(1, BURST + 1):
            values = {name: round(rng.random() * 100, 1) for name in NAMES} | {"time": now + number / 1e4}
            burst.append(packet(f"onecity/x/bench/{rng.randrange(DEVICES)}", number, msgspec.json.encode(values)))
        writer.write(b"".join(burst))
        await writer.drain()
        await reader.readexactly(4 * BURST)
        sent[0] += BURST
        own += BURST
        await asyncio.sleep(max(0.0, own / rate - (time.monotonic() - started)))
    writer.close()


async def measure(broker: Broker, seconds: float, rate: float, connections: int) -> None:
    pool = await asyncpg.create_pool(broker.dsn, min_size=1, max_size=2)
    for _ in range(100):
        if await pool.fetchval("SELECT to_regclass('twin.history') IS NOT NULL"):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(3)  # the intake has said hello
    sent, before = [0], broker.seconds()
    started = time.monotonic()
    lags: list[float] = []
    senders = [sender(n, started + seconds, rate / connections, sent) for n in range(connections)]
    watching = asyncio.create_task(watch(pool, lags))
    await asyncio.gather(*senders)
    spent = time.monotonic() - started
    watching.cancel()
    while await pool.fetchval("SELECT coalesce(sum(cardinality(numbers)), 0) FROM twin.history") < 8 * sent[0]:
        await asyncio.sleep(0.25)
        if time.monotonic() - started > spent + 120:
            break
    whole = time.monotonic() - started
    rows = await pool.fetchval("SELECT count(*) FROM twin.history")
    share = (broker.seconds() - before) / max(1, sent[0]) * 1e6
    lag = sorted(lags)
    speed = f"sent {sent[0] / spent:,.0f} messages/s, stored {8 * rows / whole:,.0f} attributes/s"
    exact = f"{sent[0]:,} acknowledged, {rows:,} stored after {whole:.0f} s"
    lags_found = f"lag p50 {lag[len(lag) // 2]:.2f} s, p99 {lag[int(0.99 * (len(lag) - 1))]:.2f} s" if lag else ""
    what = f"MQTT, {connections} connections, {spent:.0f} s"
    print(f"| {what} | {speed}; {exact}; {lags_found} | {share / 8:.1f} us an attribute |")
    await pool.close()


async def watch(pool: "asyncpg.Pool[asyncpg.Record]", lags: list[float]) -> None:
    """How old the newest stored measurement is."""
    await asyncio.sleep(2)
    while True:
        await asyncio.sleep(0.5)
        lag = await pool.fetchval("SELECT extract(epoch FROM now() - max(observed)) FROM twin.history")
        if lag is not None:
            lags.append(max(0.0, float(lag)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/intake.py", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=1e6, help="messages a second at most")
    parser.add_argument("--connections", type=int, default=4)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        messages = server(Path(folder))
        os.environ["ONECITY_MAPPERS"] = str(mappers(Path(folder)))
        broker = Broker(NATS_URL=f"nats://127.0.0.1:{NATS}", ONECITY_MQTT_URL=f"mqtt://127.0.0.1:{MQTT}")
        try:
            asyncio.run(measure(broker, args.seconds, args.rate, args.connections))
        finally:
            broker.close()
            messages.terminate()
            messages.wait()


if __name__ == "__main__":
    main()
