"""`kill -9` at random moments while twenty residents file and report: what was receipted is there, once and whole.

ONECITY_CRASH_ROUNDS says how many blows (`make crash`: 42), ONECITY_CRASH_SEED which ones in which order.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from random import Random

import pytest
from tests.cli.processes import eventually
from tests.crash import counting
from tests.crash.city import BLOWS
from tests.crash.clients import SERVICES, Client

pytestmark = pytest.mark.crash
ROUNDS = int(os.environ.get("ONECITY_CRASH_ROUNDS", len(BLOWS)))
SEED = int(os.environ.get("ONECITY_CRASH_SEED", time.time_ns() % 1_000_000))
BACK_WITHIN = 120  # seconds; on a quiet machine it takes one to ten
LONGEST_PAUSE = 1.5  # seconds between a recovery and the next blow
AT_ONCE = 50


@contextmanager
def crowd(port, tokens):
    """The residents file until the end of the block; then each waits for the receipt of what she has begun."""
    clients = [Client(port, token, place) for place, token in enumerate(tokens, start=1)]
    for client in clients:
        client.start()
    yield clients
    for client in clients:
        client.enough.set()
    for client in clients:
        client.join(BACK_WITHIN)


def blows(chance: Random) -> Iterator[str]:
    """Each kind once, in some order; then again, in another."""
    while True:
        yield from chance.sample(list(BLOWS), len(BLOWS))


def receipts(clients):
    return sorted(receipt for client in clients for receipt in client.receipts)


def reports(clients):
    return sorted(number for client in clients for number in client.reports)


def strike(city, clients, what, chance):
    """One round: a blow at a random moment, and filing goes on."""
    time.sleep(chance.uniform(0, LONGEST_PAUSE))
    before, begun = len(receipts(clients)), time.monotonic()
    city.strike(what, chance)
    goes_on = eventually(lambda: len(receipts(clients)) > before, BACK_WITHIN)
    print(f"  {what}: the next receipt after {time.monotonic() - begun:.1f} s; {before} before")
    wrong = [words for client in clients for words in client.wrong][:3]
    assert goes_on, f"nothing is filed any more after a blow against: {what} (seed {SEED}): {wrong}"


@pytest.fixture(scope="module")
def clients(city, tokens):
    """The residents after all rounds, each with her receipts."""
    print(f"\n{ROUNDS} blows, seed {SEED}")
    chance = Random(SEED)
    with crowd(city.port, tokens) as filing:
        assert eventually(lambda: all(client.receipts for client in filing), BACK_WITHIN), "nothing is filed"
        for what in islice(blows(chance), ROUNDS):
            strike(city, filing, what, chance)
    print(f"  {len(receipts(filing))} receipts and {len(reports(filing))} reports in all")
    return filing


def test_no_answer_is_worse_than_a_plain_not_now(clients):
    assert [client.wrong for client in clients if client.wrong] == []


def test_every_client_ends_with_a_receipt_for_what_it_began(clients):
    assert [client for client in clients if client.is_alive()] == []


def test_every_receipt_is_a_case_and_every_case_has_one_receipt(clients, rows):
    assert rows(counting.FILED) == receipts(clients)


@pytest.mark.parametrize("what", counting.HALVES)
def test_no_case_is_there_by_half(clients, rows, what):
    assert rows(counting.half(what)) == []


def test_every_report_that_got_a_number_is_there_once(clients, rows):
    assert [number for (number,) in rows(counting.REPORTED)] == reports(clients)


@pytest.mark.parametrize("what", counting.HALF_REPORTS)
def test_no_report_is_there_by_half(clients, rows, what):
    assert rows(counting.half_report(what)) == []


def test_no_draft_was_used_up_without_a_case(clients, rows):
    assert rows(counting.SUBMITTED_WITHOUT_CASE) == []


def test_the_machine_finishes_what_it_has_to_do(clients, rows):
    assert eventually(lambda: rows(counting.MACHINE_HAS_WORK) == [(False,)], BACK_WITHIN)
    assert rows(counting.UNDECIDED) == []
    assert [what for what in counting.HALVES if rows(counting.half(what))] == []


def test_the_ledger_takes_up_all_and_holds(clients, rows, onecity):
    assert eventually(lambda: rows(counting.LEDGER_HAS_WORK) == [(False,)], BACK_WITHIN)
    done = onecity("ledger", "verify")
    assert done.returncode == 0, done.stdout + done.stderr


def test_fifty_submissions_of_one_draft_give_one_case(city, tokens, rows):
    service, answers = SERVICES[0]
    client = Client(city.port, tokens[0])
    draft = client.insist("POST", "/api/v1/drafts", {"service": service}, 201)["id"]
    client.insist("PATCH", f"/api/v1/drafts/{draft}", {"answers": answers}, 200)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        cases = set(pool.map(lambda _: Client(city.port, tokens[0]).submit(draft), range(AT_ONCE)))
    assert [row for row in rows(counting.FILED) if row[0] == draft] == list(cases)
