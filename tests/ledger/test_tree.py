"""The tree against a second implementation, and proofs that must fail when a single bit is changed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger import second_verifier as second

from onecity.ledger import tree

LEAVES = [second.leaf(str(number).encode()) for number in range(1100)]


def full(level, index):
    return second.tree_hash(LEAVES[index << level : (index + 1) << level])


def path_of(ranges):
    return [tree.range_root(start, end, full) for start, end in ranges]


def flipped(digest):
    return bytes([digest[0] ^ 1]) + digest[1:]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert tree.Growing().root() == tree.root_of([]) == second.tree_hash([])


def test_growing_gives_the_same_root_at_every_size():
    growing = tree.Growing()
    for size in range(1, len(LEAVES) + 1):
        growing.append(LEAVES[size - 1])
        if size < 70 or size % 51 == 0 or size in (255, 256, 257, 511, 512, 513):
            assert growing.root() == second.tree_hash(LEAVES[:size]), size


def test_nodes_at_every_eighth_level_are_told_when_full():
    growing = tree.Growing()
    told = [node for digest in LEAVES for node in growing.append(digest)]
    assert told == [tree.Full(8, index, full(8, index)) for index in range(4)]


def test_a_node_of_level_sixteen_closes_256_of_level_eight():
    growing = tree.Growing()
    told = [node for number in range(1 << 16) for node in growing.append(LEAVES[number % 256])]
    assert [(node.level, node.index) for node in told[-2:]] == [(8, 255), (16, 0)]
    assert growing.root() == told[-1].hash
    assert growing.tails == [[], [], [told[-1].hash]]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 1099])
def test_a_tree_goes_on_from_what_is_stored(size):
    nodes = [full(8, index) for index in range(size >> 8)]
    stored = {0: LEAVES[:size], 8: nodes}
    growing = tree.Growing(size, [stored[level][first:end] for level, first, end in tree.tails_of(size)])
    growing.append(LEAVES[size])
    assert growing.root() == second.tree_hash(LEAVES[: size + 1])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_inclusion_is_proved_to_both_verifiers(data):
    size = data.draw(st.integers(1, 1100))
    index = data.draw(st.integers(0, size - 1))
    path, root = path_of(tree.inclusion(index, size)), second.tree_hash(LEAVES[:size])
    assert tree.proves_inclusion(leaf=LEAVES[index], index=index, size=size, path=path, root=root)
    assert second.root_from_inclusion(index, size, LEAVES[index], path) == root


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_consistency_is_proved_to_both_verifiers(data):
    new = data.draw(st.integers(1, 1100))
    old = data.draw(st.integers(1, new))
    path = path_of(tree.consistency(old, new))
    roots = second.tree_hash(LEAVES[:old]), second.tree_hash(LEAVES[:new])
    assert tree.proves_consistency(old=old, new=new, old_root=roots[0], new_root=roots[1], path=path)
    assert second.roots_from_consistency(old, new, path, roots[0]) == roots


def test_a_changed_bit_proves_nothing():
    chance = random.Random(9162)
    for _ in range(300):
        new = chance.randint(2, 1100)
        index, old = chance.randrange(new), chance.randint(1, new - 1)
        root, old_root = second.tree_hash(LEAVES[:new]), second.tree_hash(LEAVES[:old])
        path, bridge = path_of(tree.inclusion(index, new)), path_of(tree.consistency(old, new))
        place = chance.randrange(len(path))
        broken = [*path[:place], flipped(path[place]), *path[place + 1 :]]
        place = chance.randrange(len(bridge))
        torn = [*bridge[:place], flipped(bridge[place]), *bridge[place + 1 :]]
        leaf = LEAVES[index]
        assert not tree.proves_inclusion(leaf=leaf, index=index, size=new, path=broken, root=root)
        assert not tree.proves_inclusion(leaf=flipped(leaf), index=index, size=new, path=path, root=root)
        assert not tree.proves_inclusion(leaf=leaf, index=index, size=new, path=path[:-1], root=root)
        assert not tree.proves_inclusion(leaf=leaf, index=index, size=new, path=[*path, leaf], root=root)
        assert not tree.proves_consistency(old=old, new=new, old_root=old_root, new_root=root, path=torn)
        assert not tree.proves_consistency(old=old, new=new, old_root=flipped(old_root), new_root=root, path=bridge)
        assert second.root_from_inclusion(index, new, leaf, broken) != root


def test_there_is_no_proof_for_what_is_not_there():
    with pytest.raises(ValueError, match="no leaf 5"):
        tree.inclusion(5, 5)
    with pytest.raises(ValueError, match="cannot continue"):
        tree.consistency(6, 5)
    assert not tree.proves_inclusion(leaf=LEAVES[0], index=1, size=1, path=[], root=LEAVES[0])
    assert not tree.proves_consistency(old=3, new=5, old_root=b"", new_root=b"", path=[])
