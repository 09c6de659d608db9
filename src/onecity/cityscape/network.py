"""The net of streets: nodes and edges that meet where streets meet, and shortest ways through it."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from onecity.cityscape.plane import Floats, Shapes
from onecity.cityscape.skeleton import Lines

Ints = NDArray[np.int64]
GRID = 1.0  # metres to which crossings are rounded
STUB = 12.0  # metres: shorter dead ends are left out


@dataclass(slots=True)
class Network:
    """``ends`` (edges, 2) are the nodes of each edge; ``street`` is the line an edge came from, for its name."""

    shapes: Shapes
    rank: Ints
    street: Ints
    length: Floats
    ends: Ints
    nodes: Floats
    names: list[dict[str, str]]
    _around: list[list[tuple[int, int]]] = field(default_factory=list)
    _trees: dict[str, Any] = field(default_factory=dict)

    @property
    def around(self) -> list[list[tuple[int, int]]]:
        """For each node its neighbours, as (node, edge)."""
        if not self._around:
            self._around = [[] for _ in self.nodes]
            for edge, (one, other) in enumerate(self.ends.tolist()):
                self._around[one].append((other, edge))
                self._around[other].append((one, edge))
        return self._around

    def _tree(self, what: str) -> Any:
        """The index of nodes or edges, made when it is first asked for."""
        if what not in self._trees:
            shapes = shapely.points(self.nodes) if what == "nodes" else self.shapes
            self._trees[what] = shapely.STRtree(shapes)
        return self._trees[what]

    def nearest_node(self, points: Floats) -> Ints:
        """The node nearest to each point."""
        found: Ints = self._tree("nodes").nearest(shapely.points(points))
        return found

    def nearest_edge(self, points: Floats) -> Ints:
        """The edge nearest to each point."""
        found: Ints = self._tree("edges").nearest(shapely.points(points))
        return found

    def reach(self, sources: Iterable[int], cost: Floats | None = None) -> tuple[Floats, Ints, Ints]:
        """To all nodes from the nearest source: cost, the edge by which one comes (-1 at a source), which source.

        Dijkstra's algorithm; ``cost`` of an edge is its length unless given.
        """
        weights = (self.length if cost is None else cost).tolist()
        far, came, whose = [np.inf] * len(self.nodes), [-1] * len(self.nodes), [-1] * len(self.nodes)
        queue: list[tuple[float, int]] = []
        for place, node in enumerate(sources):
            far[node], whose[node] = 0.0, place
            heapq.heappush(queue, (0.0, int(node)))
        around = self.around
        while queue:
            distance, node = heapq.heappop(queue)
            if distance > far[node]:
                continue
            for other, edge in around[node]:
                further = distance + weights[edge]
                if further < far[other]:
                    far[other], came[other], whose[other] = further, edge, whose[node]
                    heapq.heappush(queue, (further, other))
        return np.array(far), np.array(came), np.array(whose)

    def way(self, came: Ints, to: int) -> Floats:
        """The points of the way that `reach` found to a node, from its source."""
        pieces: list[Floats] = []
        node = int(to)
        while (edge := int(came[node])) >= 0:
            points = shapely.get_coordinates(self.shapes[edge])
            pieces.append(points if self.ends[edge, 0] == node else points[::-1])
            node = int(self.ends[edge].sum()) - node
        return np.concatenate(pieces)[::-1] if pieces else self.nodes[[to]]


def join(lines: Lines) -> Network:
    """Lines as a net: cut where they meet, short stubs and lone pieces left out."""
    sources = np.array(lines.shapes, dtype=object)
    noded = shapely.get_parts(shapely.union_all(sources, grid_size=GRID))
    noded = noded[shapely.length(noded) > 0]
    ends, nodes = _ends(noded)
    keep = _connected(ends, len(nodes)) & ~_is_stub(ends, shapely.length(noded))
    noded = noded[keep]
    ends, nodes = _ends(noded)
    street = _source_of(noded, sources, np.array(lines.ranks))
    rank = np.array(lines.ranks)[street]
    return Network(noded, rank, street, shapely.length(noded), ends, nodes, lines.names)


def _ends(shapes: Shapes) -> tuple[Ints, Floats]:
    """The nodes of each edge, and where the nodes are."""
    tips = np.stack(
        [shapely.get_coordinates(shapely.get_point(shapes, 0)), shapely.get_coordinates(shapely.get_point(shapes, -1))],
        axis=1,
    )
    nodes, place = np.unique(tips.reshape(-1, 2), axis=0, return_inverse=True)
    return place.reshape(-1, 2), nodes


def _is_stub(ends: Ints, length: Floats) -> NDArray[np.bool_]:
    degree = np.bincount(ends.ravel())
    found: NDArray[np.bool_] = (degree[ends].min(axis=1) == 1) & (length < STUB)
    return found


def _connected(ends: Ints, count: int) -> NDArray[np.bool_]:
    """Which edges belong to the largest connected part (labels spread until they rest)."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[ends[:, 0]], label[ends[:, 1]])
        before = label.copy()
        np.minimum.at(label, ends[:, 0], least)
        np.minimum.at(label, ends[:, 1], least)
        label = label[label]
        if (label == before).all():
            break
    largest = np.bincount(label[ends[:, 0]]).argmax()
    found: NDArray[np.bool_] = label[ends[:, 0]] == largest
    return found


def _source_of(edges: Shapes, sources: Shapes, ranks: Ints) -> Ints:
    """The line each edge was cut from: of those that run there the one of highest rank."""
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    tree = shapely.STRtree(sources)
    edge, source = tree.query(middles, predicate="dwithin", distance=1.6 * GRID)
    order = np.lexsort((source, ranks[source], edge))
    edge, source = edge[order], source[order]
    found: Ints = tree.nearest(middles)
    first, at = np.unique(edge, return_index=True)
    found[first] = source[at]
    return found
