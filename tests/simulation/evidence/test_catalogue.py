"""The catalogue covers every technique, rests on known sources, and listens to a shop's own tests."""

from __future__ import annotations

import pytest

from personas.problems import Refused
from simulation.evidence.catalogue import beliefs, catalogue, shipped, sources
from simulation.evidence.priors import Posterior, Prior, check
from simulation.policy.catalogue import TECHNIQUES
from simulation.policy.model import Technique


def test_every_technique_has_its_facts_and_every_fact_its_source() -> None:
    assert tuple(shipped()) == TECHNIQUES
    for fact in shipped().values():
        check(fact.key, fact.prior)
        assert fact.prior_fact.source in sources()
        assert set(fact.evidence) <= set(sources())
        assert fact.condition
        assert fact.cost
        assert sources()[fact.prior_fact.source].kind == fact.prior_fact.kind


def test_only_randomised_averages_count_as_published() -> None:
    published = {key for key, fact in shipped().items() if fact.prior_fact.kind == "published"}
    assert published == {"social_proof", "recommendation", "scarcity", "urgency", "exit_message"}


def test_a_test_of_the_shops_own_replaces_the_prior() -> None:
    test = Technique(key="scarcity", measured_mean=0.01, measured_error=0.005, source="source-abtest01")
    found = beliefs({"technique-00000001": test})
    belief = found["scarcity"]
    assert isinstance(belief, Posterior)
    assert 0.01 < belief.mean < shipped()["scarcity"].prior.mean
    assert isinstance(found["urgency"], Prior)


def test_two_tests_teach_more_than_one() -> None:
    one = Technique(key="scarcity", measured_mean=0.01, measured_error=0.01, source="source-abtest01")
    more = beliefs({"technique-00000001": one, "technique-00000002": one})["scarcity"]
    assert more.sd < beliefs({"technique-00000001": one})["scarcity"].sd


def test_an_effect_without_its_test_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        beliefs({"technique-00000001": Technique(key="scarcity", measured_mean=0.01)})
    assert refused.value.findings[0].code == "effect-without-test"


@pytest.mark.parametrize("mean", [0.11, 0.4, -0.12])
def test_a_measured_effect_larger_than_any_test_found_is_refused(mean: float) -> None:
    told = Technique(key="scarcity", measured_mean=mean, measured_error=0.005, source="source-abtest01")
    with pytest.raises(Refused) as refused:
        beliefs({"technique-00000001": told})
    assert refused.value.findings[0].code == "measured-too-large"
    beliefs({"technique-00000001": told.model_copy(update={"measured_mean": 0.1})})


def test_a_new_technique_must_resemble_a_known_one() -> None:
    mine = Technique(key="golden_badge", title="Golden badge", like="most_chosen")
    found = catalogue({"technique-00000001": mine})
    assert list(found)[-1] == "golden_badge"
    assert found["golden_badge"].prior == shipped()["most_chosen"].prior
    with pytest.raises(Refused) as refused:
        catalogue({"technique-00000001": Technique(key="magic", like="hope")})
    assert refused.value.findings[0].code == "technique-unknown"
