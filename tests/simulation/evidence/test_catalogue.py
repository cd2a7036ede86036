"""The catalogue covers every technique, rests on known sources, and listens to a shop's own tests."""

from __future__ import annotations

import pytest

from personas.problems import Refused
from simulation.evidence.catalogue import beliefs, catalogue, shipped, sources
from simulation.evidence.priors import Posterior, Prior, check
from simulation.policy.catalogue import CONTACTS, SIMULATED, TECHNIQUES
from simulation.policy.model import Technique


def test_every_technique_has_its_facts_and_every_fact_its_source() -> None:
    assert tuple(shipped()) == TECHNIQUES
    for fact in shipped().values():
        check(fact.key, fact.prior, fact.measure)
        assert fact.prior_fact.source in sources()
        assert set(fact.evidence) <= set(sources())
        assert fact.condition
        assert fact.cost
        assert sources()[fact.prior_fact.source].kind == fact.prior_fact.kind


def test_only_randomised_averages_count_as_published() -> None:
    published = {key for key, fact in shipped().items() if fact.prior_fact.kind == "published"}
    assert published == {"social_proof", "recommendation", "scarcity", "urgency", "exit_message", "retargeting"}


def test_contacts_and_offers_have_measures_of_their_own() -> None:
    """What a mail does is counted in orders that would not have come anyway, never in orders of its receivers."""
    kinds = {key: fact.measure for key, fact in shipped().items()}
    assert {kinds[key] for key in CONTACTS} == {"orders_per_message", "returning"}
    assert kinds["retargeting"] == "returning"
    assert kinds["newsletter"] == "sign_ups"
    assert {kinds[key] for key in SIMULATED} == {"revenue"}
    mail = shipped()["basket_mail"].prior
    assert (mail.mean, mail.sd, mail.null_share) == (0.01, 0.01, 0.3)


def test_a_test_of_a_mail_is_judged_in_its_own_measure() -> None:
    """A large effect on who comes back may be typed; the same number of orders per mail may not."""
    told = Technique(key="retargeting", measured_mean=0.3, measured_error=0.05, source="source-abtest01")
    found = beliefs({"technique-00000001": told})["retargeting"]
    assert shipped()["retargeting"].prior.mean < found.mean < 0.3
    with pytest.raises(Refused) as refused:
        beliefs({"technique-00000001": told.model_copy(update={"key": "basket_mail"})})
    assert refused.value.findings[0].code == "measured-too-large"


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
    told = Technique(key="scarcity", measured_mean=mean, measured_error=0.004, source="source-abtest01")
    with pytest.raises(Refused) as refused:
        beliefs({"technique-00000001": told})
    assert refused.value.findings[0].code == "measured-too-large"
    beliefs({"technique-00000001": told.model_copy(update={"measured_mean": 0.1})})


def test_a_large_but_unsure_measurement_is_no_claim_and_is_pulled_in() -> None:
    """12% ± 8 points says little: the posterior of a prior with mean 2.9% and sd 1.5% stays near 3%."""
    told = Technique(key="scarcity", measured_mean=0.12, measured_error=0.08, source="source-abtest01")
    found = beliefs({"technique-00000001": told})["scarcity"]
    prior = shipped()["scarcity"].prior
    assert prior.mean < found.mean < prior.mean + 3 * prior.sd**2 / (0.08**2 + prior.sd**2) * 0.12


def test_a_new_technique_must_resemble_a_known_one() -> None:
    mine = Technique(key="golden_badge", title="Golden badge", like="most_chosen")
    found = catalogue({"technique-00000001": mine})
    assert list(found)[-1] == "golden_badge"
    assert found["golden_badge"].prior == shipped()["most_chosen"].prior
    with pytest.raises(Refused) as refused:
        catalogue({"technique-00000001": Technique(key="magic", like="hope")})
    assert refused.value.findings[0].code == "technique-unknown"
