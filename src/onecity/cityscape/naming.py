"""Names of streets: those of the city's places, and made-up ones in both languages for the rest."""

import numpy as np

from onecity.cityscape.ground import Ground
from onecity.cityscape.network import Network
from onecity.cityscape.ranks import RESIDENTIAL, SECONDARY, TERTIARY

_FIRST = """
Cedar 杉 Willow 柳 Plum 梅 Orchid 兰 Bamboo 竹 Maple 枫 Cassia 桂 Lotus 荷 Crane 鹤 Heron 鹭
Carp 鲤 Cloud 云 Jade 玉 Amber 珀 Copper 铜 Pearl 珠 Silk 锦 Tea 茶 Salt 盐 Rice 稻 Cotton 棉
Mulberry 桑 Reed 芦 Spring 泉 Dew 露 Frost 霜 Snow 雪 Dawn 晨 Moon 月 Star 星 Lantern 灯 Bell 钟
Drum 鼓 Harp 琴 Brush 笔 Scroll 卷 Garden 园 Orchard 果 Meadow 芳 Peony 芍 Camphor 樟 Elm 榆
Poplar 杨 Pagoda 塔 Ferry 渡 Wharf 埠 Sail 帆 Anchor 锚 Tide 潮 Pier 栈 Mill 磨 Kiln 窑 Loom 织
Anvil 砧 Lark 雀 Swan 鹄 Oriole 莺
"""
_SECOND = """
Gate 门 Hill 岗 Bay 湾 Field 田 Spring 泉 Bridge 桥 Court 庭 Well 井 Grove 林 Bank 岸 Harbour 港
Terrace 台 Tower 楼 Shore 滨
"""
_KIND = {SECONDARY: ("Road", "路"), TERTIARY: ("Street", "街"), RESIDENTIAL: ("Lane", "弄")}
_MAIN = ("Avenue", "大道")


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def name_streets(ground: Ground, streets: Network, rng: np.random.Generator) -> None:
    """Give every line that has no name one; a named place gives its name to the street it lies at."""
    ranks = np.full(len(streets.names), RESIDENTIAL)
    np.minimum.at(ranks, streets.street, streets.rank)
    ranks[streets.street] = np.minimum(ranks[streets.street], streets.rank)
    _from_places(ground, streets)
    made = _made_up(rng)
    for line, rank in enumerate(ranks.tolist()):
        if not streets.names[line]:
            en, zh = made[line % len(made)]
            kind = _KIND.get(rank, _MAIN if rank < SECONDARY else _KIND[RESIDENTIAL])
            streets.names[line] = {"en": f"{en} {kind[0]}", "zh": f"{zh}{kind[1]}"}


def _from_places(ground: Ground, streets: Network) -> None:
    places = ground.named("street")
    points = np.array([place.point for place in places]).reshape(-1, 2)
    for place, line in zip(places, streets.street[streets.nearest_edge(points)].tolist(), strict=True):
        if not streets.names[line]:
            streets.names[line] = place.name


def _made_up(rng: np.random.Generator) -> list[tuple[str, str]]:
    names = [(f"{a} {b}", x + y) for a, x in _pairs(_FIRST) for b, y in _pairs(_SECOND) if x != y]
    return [names[at] for at in rng.permutation(len(names))]
