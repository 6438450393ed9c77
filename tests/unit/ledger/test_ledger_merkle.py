"""The tree is RFC 6962's, at every size."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.ledger.merkle import CompactRange, leaf_hash, node_hash

# The leaves and roots that Certificate Transparency implementations test themselves with.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_the_book(leaves):
    """RFC 6962 §2.1, as it is written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_the_book(leaves[:split]), by_the_book(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots_come_out(size):
    tree = CompactRange()
    for leaf in LEAVES[:size]:
        tree.append(leaf_hash(bytes.fromhex(leaf)))

    assert tree.root().hex() == ROOTS[size - 1]


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_a_tree_that_was_put_down_and_taken_up_again_has_the_root_of_the_book(leaves, pause):
    tree = CompactRange()
    for leaf in leaves[:pause]:
        tree.append(leaf_hash(leaf))
    tree = CompactRange(tree.size, tree.peaks)
    for leaf in leaves[pause:]:
        tree.append(leaf_hash(leaf))

    assert tree.root() == by_the_book(leaves)


def test_peaks_that_cannot_belong_to_a_size_are_refused():
    with pytest.raises(ValueError, match="2 peaks cannot stand for 4 entries"):
        CompactRange(4, [b"a", b"b"])
