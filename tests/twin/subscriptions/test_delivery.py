"""Subscribers are told of what they asked for, over real HTTP."""

import pytest
from aiohttp import web

LAMP = {"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp", "power": {"type": "Property", "value": 40}}


class Receiver:
    """A small HTTP server that keeps what it is sent."""

    def __init__(self):
        self.got = []
        self.status = 200

    async def take(self, request):
        self.got.append((dict(request.headers), await request.json()))
        return web.Response(status=self.status)


@pytest.fixture
def receiver(run):
    found = Receiver()
    server = web.Application()
    server.router.add_post("/notify", found.take)
    runner = web.AppRunner(server)
    run(runner.setup())
    run(web.TCPSite(runner, "127.0.0.1", 18085).start())
    yield found
    run(runner.cleanup())


def subscribe(twin, port=18085, **more):
    notification = {"endpoint": {"uri": f"http://127.0.0.1:{port}/notify"}} | more.pop("notification", {})
    body = {"type": "Subscription", "entities": [{"type": "Lamp"}], "notification": notification} | more
    answer = twin.post("/subscriptions", json=body)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/ngsi-ld/v1")


def put(twin, value):
    twin.patch("/entities/urn:ngsi-ld:Lamp:1/attrs", json={"power": {"type": "Property", "value": value}})


def told(twin, receiver, count=1):
    for _ in range(50):
        if len(receiver.got) >= count:
            break
        twin.wait(0.05)
    return [body["data"][0] for _, body in receiver.got]


def test_a_change_is_told_with_its_entity(twin, receiver):
    subscribe(twin, notification={"format": "keyValues", "endpoint": {"uri": "http://127.0.0.1:18085/notify"}})
    twin.post("/entities", json=LAMP)
    assert told(twin, receiver) == [{"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp", "power": 40}]


def test_only_what_meets_the_query_is_told(twin, receiver):
    subscribe(twin, q="power>50", watchedAttributes=["power"])
    twin.post("/entities", json=LAMP)
    put(twin, 60)
    assert [one["power"]["value"] for one in told(twin, receiver)] == [60]


def test_the_value_before_is_told_if_asked_for(twin, receiver):
    subscribe(twin, notification={"showChanges": True, "endpoint": {"uri": "http://127.0.0.1:18085/notify"}},
              notificationTrigger=["attributeUpdated"])  # fmt: skip
    twin.post("/entities", json=LAMP)
    put(twin, 60)
    assert told(twin, receiver)[0]["power"]["previousValue"] == 40


def test_throttling_holds_back(twin, receiver):
    subscribe(twin, throttling=60)
    twin.post("/entities", json=LAMP)
    put(twin, 60)
    assert len(told(twin, receiver, 2)) == 1


def test_how_telling_went_is_counted(twin, receiver):
    address = subscribe(twin)
    twin.post("/entities", json=LAMP)
    told(twin, receiver)
    twin.wait(0.1)
    tally = twin.get(address).json()["notification"]
    assert (tally["status"], tally["timesSent"], tally["timesFailed"]) == ("ok", 1, 0)


def test_a_dead_receiver_delays_nobody_else(twin, receiver):
    dead = subscribe(twin, port=18086)
    subscribe(twin)
    twin.post("/entities", json=LAMP)
    assert len(told(twin, receiver)) == 1
    twin.wait(0.3)
    assert twin.get(dead).json()["notification"]["status"] == "failed"


def test_inner_addresses_are_not_called(twin, receiver):
    address = subscribe(twin, port=22)
    twin.post("/entities", json=LAMP)
    twin.wait(0.3)
    assert twin.get(address).json()["notification"]["timesFailed"] == 1


def test_periodic_ones_come_without_a_change(twin, receiver):
    twin.post("/entities", json=LAMP)
    subscribe(twin, timeInterval=1)
    assert len(told(twin, receiver, 1)) == 1


def test_a_subscription_ends_when_it_is_deleted(twin, receiver):
    address = subscribe(twin)
    assert twin.delete(address).status_code == 204
    twin.post("/entities", json=LAMP)
    twin.wait(0.3)
    assert not receiver.got
