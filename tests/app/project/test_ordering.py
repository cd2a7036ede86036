"""Fractional keys: always room, always in order, never long for nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.project.ordering import DIGITS, LONGEST, between, keys, needs_new_keys

KEYS = st.text(alphabet=DIGITS, min_size=1, max_size=6).filter(lambda key: not key.endswith("0"))


@given(a=KEYS, b=KEYS)
def test_a_key_lies_strictly_between_any_two(a: str, b: str) -> None:
    if a == b:
        return
    low, high = sorted((a, b))
    key = between(low, high)
    assert low < key < high
    assert not key.endswith("0")


@given(key=KEYS)
def test_there_is_room_before_and_after_everything(key: str) -> None:
    assert "" < between("", key) < key < between(key)


@given(seed=st.integers(0, 2**32))
def test_rows_dropped_anywhere_stay_in_order(seed: int) -> None:
    rng, order = random.Random(seed), [between("")]
    for _ in range(200):
        place = rng.randint(0, len(order))
        low = order[place - 1] if place else ""
        order.insert(place, between(low, order[place] if place < len(order) else None))
    assert order == sorted(set(order))
    assert not needs_new_keys(order)


def test_adding_at_the_end_keeps_keys_short() -> None:
    key = ""
    for _ in range(1_000):
        key = between(key)
    assert len(key) < 40


def test_when_there_is_no_room_it_says_so() -> None:
    for low, high in (("V", "V"), ("b", "a"), ("", ""), ("a", "a0")):
        with pytest.raises(ValueError, match="no key"):
            between(low, high)
    with pytest.raises(ValueError, match="no key"):
        between("z" * LONGEST)
    assert needs_new_keys(["", "a"])
    assert needs_new_keys(["a", "a"])


@pytest.mark.parametrize("count", [0, 1, 7, 61, 62, 500, 5000])
def test_keys_made_together_are_short_and_in_order(count: int) -> None:
    made = keys(count)
    assert len(made) == count
    assert list(made) == sorted(set(made))
    assert all(len(key) <= 3 and key and not key.endswith("0") for key in made)
    assert not needs_new_keys(made)
