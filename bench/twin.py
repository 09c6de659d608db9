"""How fast the twin is: ``python bench/twin.py`` prints a table; each figure beside the same rows written by plain SQL.

A broker of its own on an empty database; one load generator. Writes are durable and have history.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import asyncpg
import msgspec

from onecity.cli import environment
from onecity.cli.place import Need

BIN = Path(sys.executable).parent
PORT = 9191
BASE = f"http://127.0.0.1:{PORT}/ngsi-ld/v1"
JSON = {"Content-Type": "application/json"}
NAMES = "abcdefgh"


def entity(number: int, seed: int = 0) -> dict[str, object]:
    """A sensor with eight attributes somewhere in a city."""
    rng = random.Random(number * 1_000 + seed)
    place = {"type": "Point", "coordinates": [121.2 + rng.random() * 0.6, 31.0 + rng.random() * 0.5]}
    attributes = {
        name: {"type": "Property", "value": round(rng.random() * 100, 2), "unitCode": "C62"} for name in NAMES
    }
    return {
        "id": f"urn:ngsi-ld:Sensor:{number}",
        "type": "Sensor",
        "location": {"type": "GeoProperty", "value": place},
    } | attributes


class Broker:
    """Our broker on an empty database."""

    def __init__(self, **more: str) -> None:
        environment.prepare(Need.DATABASE)
        self.dsn = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/twin_bench"))
        asyncio.run(self._empty())
        settings = {"DATABASE_URL": self.dsn, "ONECITY_TWIN_OPEN": "1", "NATS_URL": ""} | more
        command = [str(BIN / "granian"), "--interface", "asgi", "--port", str(PORT), "--no-ws", "--log-level", "error"]
        self.process = subprocess.Popen([*command, "onecity.twin.door.app:app"], env=os.environ | settings)

    async def _empty(self) -> None:
        connection = await asyncpg.connect(os.environ["DATABASE_URL"])
        await connection.execute("DROP DATABASE IF EXISTS twin_bench WITH (FORCE)")
        await connection.execute("CREATE DATABASE twin_bench")
        await connection.close()

    def seconds(self) -> float:
        """Processor seconds of the broker so far."""
        worker = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        total = 0.0
        for pid in [str(self.process.pid), *worker.stdout.split()]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return total

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)


async def ready(session: aiohttp.ClientSession) -> None:
    for _ in range(100):
        try:
            async with session.get(f"{BASE}/types"):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)


async def load(session: aiohttp.ClientSession, count: int, batch: int = 1_000) -> float:
    """Entities a second by batch upsert."""
    bodies = [msgspec.json.encode([entity(n) for n in range(i, min(i + batch, count))]) for i in range(0, count, batch)]
    started = time.perf_counter()
    for body in bodies:
        async with session.post(f"{BASE}/entityOperations/upsert", data=body, headers=JSON) as answer:
            assert answer.status in (201, 204), await answer.text()
    return count / (time.perf_counter() - started)


async def patch(session: aiohttp.ClientSession, count: int, known: int, clients: int = 64) -> tuple[float, list[float]]:
    """Single PATCHes a second, and how long each took."""
    waits: list[float] = []
    numbers = iter(range(count))

    async def client() -> None:
        for number in numbers:
            body = msgspec.json.encode({"a": {"type": "Property", "value": number}})
            begun = time.perf_counter()
            url = f"{BASE}/entities/urn:ngsi-ld:Sensor:{number * 7919 % known}/attrs"
            async with session.patch(url, data=body, headers=JSON) as answer:
                assert answer.status == 204, await answer.text()
            waits.append(time.perf_counter() - begun)

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return count / (time.perf_counter() - started), waits


async def query(session: aiohttp.ClientSession, rounds: int) -> list[float]:
    """Seconds of queries by place and value that return 100 entities."""
    waits = []
    rng = random.Random(4)
    for _ in range(rounds):
        place = f"[{121.25 + rng.random() * 0.5},{31.05 + rng.random() * 0.4}]"
        given = {"type": "Sensor", "q": "a>20;b<90", "georel": "near;maxDistance==1500", "geometry": "Point",
                 "coordinates": place, "limit": "100"}  # fmt: skip
        begun = time.perf_counter()
        async with session.get(f"{BASE}/entities", params=given) as answer:
            await answer.read()
        waits.append(time.perf_counter() - begun)
    return waits


async def plain(dsn: str, count: int) -> float:
    """Rows a second of the same entities by COPY, in transactions of 1,000, into a table like ours."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE IF NOT EXISTS plain (LIKE twin.entity INCLUDING ALL)")
    rows = [(f"{n}", msgspec.json.encode(entity(n)).decode()) for n in range(count)]
    await connection.execute("CREATE TABLE plain_rows (id text PRIMARY KEY, body jsonb)")
    started = time.perf_counter()
    for start in range(0, count, 1_000):
        await connection.copy_records_to_table("plain_rows", records=rows[start : start + 1_000])
    spent = time.perf_counter() - started
    await connection.execute("DROP TABLE plain_rows")
    await connection.close()
    return count / spent


def percentile(waits: list[float], share: float) -> str:
    return f"{1000 * sorted(waits)[int(share * (len(waits) - 1))]:.1f} ms"


async def measure(broker: Broker, entities: int, patches: int) -> None:
    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector) as session:
        await ready(session)
        before = broker.seconds()
        rate = await load(session, entities)
        spent = (broker.seconds() - before) / entities * 1e6
        copied = await plain(broker.dsn, min(entities, 50_000))
        speed = f"{rate:,.0f} /s ({9 * rate:,.0f} attributes/s)"
        print(
            f"| batch upsert, {entities:,} new, 9 attributes | {speed} | {spent:.0f} us | {rate / copied:.2f} of COPY |"
        )
        before = broker.seconds()
        rate = await load(session, min(entities, 50_000))
        spent = (broker.seconds() - before) / min(entities, 50_000) * 1e6
        print(f"| batch upsert, entities that are there | {rate:,.0f} /s | {spent:.0f} us | |")
        before = broker.seconds()
        rate, waits = await patch(session, patches, entities)
        spent = (broker.seconds() - before) / patches * 1e6
        times = f"p50 {percentile(waits, 0.5)}, p99 {percentile(waits, 0.99)}"
        print(f"| single PATCH, 64 clients | {rate:,.0f} /s, {times} | {spent:.0f} us | |")
        waits = await query(session, 200)
        print(f"| q and place, 100 of {entities:,} | p50 {percentile(waits, 0.5)}, p95 {percentile(waits, 0.95)} | | |")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/twin.py", description=__doc__)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--patches", type=int, default=20_000)
    args = parser.parse_args()
    broker = Broker()
    try:
        asyncio.run(measure(broker, args.entities, args.patches))
    finally:
        broker.close()


if __name__ == "__main__":
    main()
