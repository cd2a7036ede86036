"""Random numbers: the published answers, the open interval, addresses that nobody shares."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, poisson

from simulation import draws


def _words(*numbers: int) -> list[np.uint64]:
    return [np.uint64(number) for number in numbers]


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]
) -> None:
    assert tuple(int(word) for word in draws.philox(*_words(*counter), *_words(*key))) == answer


def test_split_mix_gives_the_published_answers() -> None:
    state, first = draws._split_mix(0)
    _, second = draws._split_mix(state)
    assert (first, second) == (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4)


addresses = st.tuples(
    st.integers(0, 2**48 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(1, 2**16 - 1),
)


@given(addresses, addresses)
def test_uniforms_are_inside_the_unit_interval_and_belong_to_one_address(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    k0, k1 = draws.stream_key(1, 0)
    mine, yours = draws.uniforms(k0, k1, *one), draws.uniforms(k0, k1, *other)
    assert all(0 < u < 1 for u in mine)
    assert (mine == yours) == (one == other)


@pytest.mark.parametrize(("word", "end"), [(0, 0.5 * 2.0**-32), (2**32 - 1, 1 - 0.5 * 2.0**-32)])
def test_the_ends_of_the_interval_are_out_of_reach(word: int, end: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever word comes, the uniform lies inside: with the smallest and the largest of all."""
    monkeypatch.setattr(draws, "philox", lambda *_counter: (word,) * 4)
    plain = getattr(draws.uniforms, "py_func", draws.uniforms)
    found = plain(np.uint64(1), np.uint64(2), 3, 0, 0, 0, draws.PAGE)
    assert found == (end,) * 4
    assert 0 < found[0] < 1


def test_uniforms_are_uniform_and_their_lanes_unrelated() -> None:
    k0, k1 = draws.stream_key(7, 2)
    table = np.array([draws.uniforms(k0, k1, visitor, 0, 0, 0, draws.PAGE) for visitor in range(20_000)])
    assert np.all(np.abs(table.mean(axis=0) - 0.5) < 4 / math.sqrt(12 * 20_000))
    assert np.all(np.abs(np.corrcoef(table.T) - np.eye(4)) < 4 / math.sqrt(20_000))


def test_streams_and_seeds_have_keys_of_their_own() -> None:
    keys = {tuple(map(int, draws.stream_key(seed, stream))) for seed in range(50) for stream in range(4)}
    assert len(keys) == 200


def test_inverse_normal_against_scipy() -> None:
    u = np.concatenate([np.linspace(1e-9, 1 - 1e-9, 2_001), 2.0 ** -np.arange(2, 34)])
    ours = np.array([draws.normal(float(x)) for x in u])
    theirs = norm.ppf(u)
    assert np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))) < 1e-14


@pytest.mark.parametrize("mean", [0.0, 0.4, 0.9, 2.5])
def test_poisson_against_scipy(mean: float) -> None:
    u = np.linspace(0.0005, 0.9995, 1_000)
    ours = [draws.poisson(float(x), mean, 3) for x in u]
    assert ours == [int(min(3, x)) for x in poisson.ppf(u, mean)]


def test_purposes_are_never_used_twice() -> None:
    single = {
        name: value
        for name, value in inspect.getmembers(draws)
        if name.isupper() and isinstance(value, int) and name not in _STREAMS
    }
    choices = [draws.choice_purpose(block) for block in range(242)]  # for 967 links of a card
    others = [value for name, value in single.items() if not name.startswith("CHOICE")]
    assert len(set(single.values())) == len(single)
    assert choices[:3] == [draws.CHOICE, draws.CHOICE_MORE, draws.CHOICE_FAR]
    assert max(choices) == 255, "as the list of purposes says"
    assert len({*choices, *others}) == len(choices) + len(others)


_STREAMS = ("HEADLINE", "CALIBRATION", "REESTIMATION", "DRIVERS")


def test_places_are_stable_and_never_nowhere() -> None:
    assert draws.place("touchpoint-basket00") == 0x9826AA16
    assert draws.places(["b", "a", "a"]) == draws.places(["a", "b"])


def test_places_that_collide_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws, "place", lambda _: 0xFFFFFFFF)
    found = draws.places(["x", "y", "z"])
    assert sorted(found.values()) == [1, 2, 0xFFFFFFFF]
    assert found["x"] == 0xFFFFFFFF
