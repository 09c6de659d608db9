"""The public NGSI-LD test suite against our broker: ``python bench/conformance.py`` writes docs/conformance.md.

The suite is not ours and is not in this repository: ``ONECITY_NGSILD_SUITE`` names the folder of a copy, and
``ONECITY_ROBOT`` the command of its runner (Robot Framework with the libraries the suite asks for). Each group of tests
meets a broker with an empty database. Ports 9090 (broker), 8085, 8087 (receivers of the suite) and 1883 must be free.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg
import yaml

from onecity.cli import environment
from onecity.cli.place import Need

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT = 9090
INFORMATION = "TP/NGSI-LD/ContextInformation"
GROUPS = [
    f"{INFORMATION}/Provision",
    f"{INFORMATION}/Consumption/Discovery",
    f"{INFORMATION}/Consumption/Entity",
    f"{INFORMATION}/Consumption/TemporalEntity/RetrieveTemporalEvolutionOfEntity",
    f"{INFORMATION}/Consumption/TemporalEntity/QueryTemporalEvolutionOfEntities",
    f"{INFORMATION}/Subscription",
    "TP/NGSI-LD/CommonBehaviours",
    "TP/NGSI-LD/jsonldContext",
]
_CLAUSE = re.compile(r"[4567]_\d+(_\d+)*")
_LOCAL = ",".join(f"{host}:{port}" for host in ("localhost", "0.0.0.0", "127.0.0.1") for port in (8085, 8087, 1883))


class Case(NamedTuple):
    """One test of the suite and what came of it."""

    name: str
    clause: str
    passed: bool
    message: str


def main() -> int:
    """Run every group and write the page."""
    suite, robot = (os.environ.get(name, "") for name in ("ONECITY_NGSILD_SUITE", "ONECITY_ROBOT"))
    if not suite or not robot:
        print("Set ONECITY_NGSILD_SUITE to the folder of the suite and ONECITY_ROBOT to its runner.")
        return 2
    environment.prepare(Need.DATABASE)
    with brokers():
        cases = [case for group in GROUPS for case in run_group(Path(suite), robot, group)]
    (ROOT / "docs" / "conformance.md").write_text(page(cases))
    print(f"{sum(case.passed for case in cases)} of {len(cases)} cases pass; see docs/conformance.md")
    return 0


def run_group(suite: Path, robot: str, group: str) -> list[Case]:
    """The cases of one group against an empty broker."""
    with tempfile.TemporaryDirectory() as folder, broker(suite, Path(folder)):
        subprocess.run(
            [robot, "--outputdir", folder, "--variable", "mqtt_broker_host:localhost", str(suite / group)],
            cwd=suite, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        found = list(cases_of(Path(folder) / "output.xml"))
    print(f"{sum(case.passed for case in found):4} of {len(found):4}  {group}", flush=True)
    return found


def cases_of(output: Path) -> Iterator[Case]:
    """What Robot Framework wrote down."""
    for test in ET.parse(output).iter("test"):
        status = test.find("status")
        clauses = [tag.text or "" for tag in test.iter("tag") if _CLAUSE.fullmatch(tag.text or "")]
        clause = min(clauses, key=lambda tag: [int(part) for part in tag.split("_")], default="")
        main_clause = next((tag for tag in clauses if tag.startswith("5_")), clause)
        passed = status is not None and status.get("status") == "PASS"
        said = (status.text or "") if status is not None else ""
        yield Case(test.get("name", ""), main_clause.replace("_", "."), passed, said)


@contextmanager
def broker(suite: Path, folder: Path) -> Iterator[None]:
    """Our broker on an empty database."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS twin_conformance WITH (FORCE)")
        connection.execute("CREATE DATABASE twin_conformance")
    own = urlunsplit(urlsplit(url)._replace(path="/twin_conformance"))
    preload = folder / "contexts.json"
    preload.write_text(json.dumps(contexts(suite, folder)))
    settings = {
        "DATABASE_URL": own,
        "ONECITY_CONTEXTS": str(preload),
        "ONECITY_CONTEXT_SERVERS": "localhost:8087,0.0.0.0:8087",
        "ONECITY_LOCAL_TARGETS": _LOCAL,
        "ONECITY_TEMPORAL_LIMIT": "30",  # the suite wants answers of 40 instances cut, and those of 20 whole
        "ONECITY_URL": f"http://localhost:{PORT}",
        "ONECITY_TWIN_OPEN": "1",
    }
    command = [str(BIN / "granian"), "--interface", "asgi", "--port", str(PORT), "--no-ws", "onecity.twin.door.app:app"]
    process = subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://localhost:{PORT}/ngsi-ld/v1/types")
        yield
    finally:
        process.terminate()
        process.wait(20)


def contexts(suite: Path, folder: Path) -> dict[str, str]:
    """The suite's @contexts by URL, and empty ones for those that it names but does not bring."""
    forge = "https://forge.etsi.org/rep/cim/ngsi-ld-test-suite/-/raw/develop/resources/jsonld-contexts/"
    known = {forge + file.name: str(file) for file in (suite / "resources/jsonld-contexts").iterdir()}
    compound = forge + "ngsi-ld-test-suite-compound.jsonld"
    hosted = "https://easy-global-market.github.io/ngsild-api-data-models/ngsildTestSuite/"
    empty = folder / "empty.jsonld"
    empty.write_text('{"@context": {}}')
    fiware = "https://fiware.github.io"
    others = (
        "http://smartdatamodels.org/context.jsonld",
        f"{fiware}/data-models/context.jsonld",
        f"{fiware}/NGSI-LD_TestSuite/ldContext/testContext.jsonld",
    )
    return known | {hosted + "ngsildTestSuiteV1.8-compound.jsonld": known[compound]} | dict.fromkeys(others, str(empty))


@contextmanager
def brokers() -> Iterator[None]:
    """MQTT brokers for the suite's receivers: its own wants containers, which a machine may not have."""
    processes = []
    for port in (1883,):
        folder = tempfile.mkdtemp()
        config = Path(folder) / "nats.conf"
        config.write_text(
            f'server_name: suite{port}\nlisten: "127.0.0.1:{port + 10000}"\njetstream {{ store_dir: "{folder}" }}\n'
            f'mqtt {{ host: "127.0.0.1", port: {port} }}\n'
        )
        command = [str(BIN / "nats-server"), "-c", str(config)]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    try:
        yield
    finally:
        for process in processes:
            process.terminate()


def wait_for(url: str) -> None:
    """Until there is an answer."""
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The broker does not answer at {url}.")


def page(cases: list[Case]) -> str:
    """The page: figures for each clause, and every case that does not pass with its reason."""
    reasons: dict[str, str] = yaml.safe_load((ROOT / "bench" / "conformance.yaml").read_text())
    total, passed = Counter(case.clause for case in cases), Counter(case.clause for case in cases if case.passed)
    order = sorted(total, key=lambda clause: [int(part) for part in clause.split(".") if part])
    lines = [f"| {clause or 'none named'} | {passed[clause]} | {total[clause]} |" for clause in order]
    red = [f"| {case.name} | {reason(case, reasons)} |" for case in cases if not case.passed]
    figures = {"passed": sum(passed.values()), "total": len(cases)}
    share = f"{100 * figures['passed'] / max(1, len(cases)):.1f}"
    head = (ROOT / "bench" / "conformance.head.md").read_text()
    return head.format(**figures, share=share, clauses="\n".join(lines), red="\n".join(red))


def reason(case: Case, reasons: dict[str, str]) -> str:
    """Why a case does not pass: the longest beginning of its name that we say something of."""
    known = [name for name in reasons if case.name.startswith(name)]
    said = case.message.split("\n")[0][:120].replace("|", "/")
    return reasons[max(known, key=len)] if known else f"not looked into yet: {said}"


if __name__ == "__main__":
    raise SystemExit(main())
