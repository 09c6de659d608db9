"""A contact centre with a few topics in the demonstration city, and people around it."""

from uuid import UUID

import pytest

from onecity.common.actor import Actor
from onecity.common.text import Text
from onecity.contact import releases
from onecity.contact.definition import Article, Centre, Topic

BURST = Topic(
    code="burst-pipe", title=Text(en="Burst water pipe", zh="水管爆裂"), agency="water", unit="supply", group="streets",
    kind="fault", hours=4, urgent=True, helpers=("fire-and-rescue",),
    words={"en": ("water main broken", "leak in the road"), "zh": ("水管破裂", "马路冒水")},
    examples={"en": ("Water is bubbling up through the tarmac", "The pipe under our road burst", "A fountain in the street"), "zh": ("路口地面一直往外冒水", "门口水管爆了", "马路上全是水")},
)  # fmt: skip
LIGHT = Topic(
    code="street-light", title=Text(en="Street light is out", zh="路灯不亮"), agency="transport", group="streets",
    kind="fault", days=3, words={"en": ("dark street", "lamp broken"), "zh": ("路灯坏了", "没有路灯")},
    examples={"en": ("The lamp in front of my house has been dark for a week", "No light at night", "The lantern flickers"), "zh": ("小区门口路灯坏了一周", "晚上一片漆黑", "灯一直闪")},
)  # fmt: skip
WAGES = Topic(
    code="unpaid-wages", title=Text(en="Unpaid wages", zh="拖欠工资"), agency="human-resources", group="work",
    kind="complaint", days=5, private=True, words={"en": ("boss does not pay",), "zh": ("老板不发工资",)},
    examples={"en": ("I have not been paid for two months", "They keep my salary", "No money from my employer"), "zh": ("两个月没发工资了", "公司欠薪", "干完活不给钱")},
)  # fmt: skip
NO_WATER = Article(
    code="no-water", title=Text(en="No water", zh="停水"), text=Text(en="Wait an hour.", zh="请等一小时。"), agency="water",
    words={"en": ("tap is dry",), "zh": ("没水",)}, reviewed="2026-06-15", review="2027-06-15",
)  # fmt: skip


@pytest.fixture
def centre(huating):
    """Three topics and an article in force."""
    topics = {topic.code: topic for topic in (BURST, LIGHT, WAGES)}
    releases.install_centre(
        centre=Centre(groups={"streets": Text(en="Streets")}, topics=topics, articles={"no-water": NO_WATER})
    )
    releases.forget()
    yield releases.current()
    releases.forget()


@pytest.fixture
def anybody():
    """Somebody who is not signed in."""
    return Actor(kind="reporter")


@pytest.fixture
def xu():
    """An operator."""
    return Actor(kind="operator", id=str(UUID(int=1)), agency="data-bureau", name="Xu Ning")


@pytest.fixture
def hu():
    """An officer of the water supply."""
    return Actor(kind="officer", id=str(UUID(int=2)), agency="water", units=frozenset({"supply"}), name="Hu Bo")


@pytest.fixture
def lu():
    """Who leads the water supply."""
    return Actor(
        kind="officer", id=str(UUID(int=3)), agency="water", units=frozenset({"supply"}), head=True, name="Lu Hua"
    )
