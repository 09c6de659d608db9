"""The portal as an app, and its colours."""

from onecity.portal import brand


def test_the_manifest_names_the_city_and_pictures_that_exist(client, huating):
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["name"] == "Huating"
    assert manifest["display"] == "standalone"
    for picture in manifest["icons"]:
        answer = client.get(picture["src"])
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, picture["type"])


def test_a_png_icon_is_as_large_as_it_says(client, huating):
    picture = client.get("/icon-192.png").content
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 192
    assert client.get("/icon-7000.png").status_code == 404


def test_the_page_without_network_is_nobodys(home, resident):
    assert resident.name not in home.get("/offline").content.decode()


def test_the_citys_colours_come_as_a_style_sheet(client, huating):
    answer = client.get("/city.css")
    assert answer.headers["Content-Type"] == "text/css"
    assert f"--accent: {huating.accent};" in answer.content.decode()


def test_every_accent_can_be_read_by_day_and_by_night():
    for accent in ("#0b4f6c", "#7a1f1f", "#005a32", "#3b2a7a"):
        night = brand.night_tokens(accent, "#a8431a")
        assert brand.contrast(night["--accent"], brand.NIGHT) >= 4.5
        assert brand.contrast(night["--on-accent"], night["--accent"]) >= 4.5
        assert brand.contrast(accent, brand.day_tokens(accent, "#a8431a")["--accent-soft"]) >= 4.5


def test_health_is_truthful(client, huating):
    assert client.get("/health").json() == {"status": "ok"}
