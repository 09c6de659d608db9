"""Entities by HTTP, as a caller sees them; the whole standard is measured with ETSI's suite (docs/conformance.md)."""

LAMP = {"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp", "power": {"type": "Property", "value": 40, "unitCode": "WTT"}}
NEAR = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [121.4, 31.2]}}


def test_what_is_created_is_found_in_every_form(twin):
    assert twin.post("/entities", json=LAMP | {"location": NEAR}).status_code == 201
    whole = twin.get("/entities/urn:ngsi-ld:Lamp:1").json()
    assert whole["power"] == LAMP["power"]
    assert twin.get("/entities/urn:ngsi-ld:Lamp:1?options=keyValues").json()["power"] == 40
    feature = twin.get("/entities/urn:ngsi-ld:Lamp:1", headers={"Accept": "application/geo+json"}).json()
    assert feature["geometry"] == NEAR["value"]


def test_a_second_one_is_refused_in_the_standards_words(twin):
    twin.post("/entities", json=LAMP)
    refusal = twin.post("/entities", json=LAMP)
    assert refusal.status_code == 409
    assert refusal.json()["type"].endswith("/AlreadyExists")


def test_a_batch_tells_what_became_of_each(twin):
    answer = twin.post("/entityOperations/create", json=[LAMP, LAMP, LAMP | {"id": "no uri"}])
    assert answer.status_code == 207
    assert answer.json()["success"] == ["urn:ngsi-ld:Lamp:1"]
    assert [one["error"]["status"] for one in answer.json()["errors"]] == [409, 400]


def test_a_merge_changes_what_is_named_and_null_deletes(twin):
    twin.post("/entities", json=LAMP | {"note": {"type": "Property", "value": "old"}})
    patch = {"power": {"value": 60}, "note": {"type": "Property", "value": "urn:ngsi-ld:null"}}
    assert twin.patch("/entities/urn:ngsi-ld:Lamp:1", json=patch).status_code == 204
    assert twin.get("/entities/urn:ngsi-ld:Lamp:1?options=concise").json() == {
        "id": "urn:ngsi-ld:Lamp:1", "type": "Lamp", "power": {"value": 60, "unitCode": "WTT"},
    }  # fmt: skip


def test_pages_know_how_many_there_are_and_what_comes_next(twin):
    twin.post("/entityOperations/create", json=[LAMP | {"id": f"urn:ngsi-ld:Lamp:{n}"} for n in range(5)])
    page = twin.get("/entities?type=Lamp&limit=2&offset=2&count=true")
    assert page.headers["NGSILD-Results-Count"] == "5"
    assert [one["id"][-1] for one in page.json()] == ["2", "3"]
    assert 'rel="next"' in page.headers["Link"]
    assert 'rel="prev"' in page.headers["Link"]


def test_a_query_for_everything_is_refused(twin):
    assert twin.get("/entities").status_code == 400


def test_tenants_do_not_see_each_other(twin):
    twin.post("/entities", json=LAMP, headers={"NGSILD-Tenant": "harbour"})
    assert twin.get("/entities/urn:ngsi-ld:Lamp:1").status_code == 404
    assert twin.get("/entities/urn:ngsi-ld:Lamp:1", headers={"NGSILD-Tenant": "harbour"}).status_code == 200
    unknown = twin.get("/entities/urn:ngsi-ld:Lamp:1", headers={"NGSILD-Tenant": "nowhere"})
    assert unknown.json()["type"].endswith("/NonexistentTenant")


def test_what_cannot_be_stored_is_refused_before_it_reaches_the_database(twin):
    assert twin.post("/entities", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
    nul = b'{"id": "urn:x:1", "type": "T", "a": {"value": "\\u0000"}}'
    assert twin.post("/entities", content=nul, headers={"Content-Type": "application/json"}).status_code == 400
    assert twin.post("/entities", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
