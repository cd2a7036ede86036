"""The personas that ship: complete in both languages, different where it counts, honest about their numbers."""

from __future__ import annotations

import pytest

from personas.library.overlay import LANGUAGES, lay_over, shipped_json
from personas.library.reader import library_keys, library_persona, library_title
from personas.model import VISIT_GOALS, Persona
from personas.provenance import Parameter
from personas.records import DEVICES, FrozenMap

SENTENCES = ("role", "quote", "biography", "household", "occupation", "income", "education", "online")
LISTS = ("values", "interests", "fears", "motivations", "goals", "challenges")


def parameters(persona: Persona) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name in type(persona.traits).model_fields:
        value = getattr(persona.traits, name)
        if isinstance(value, Parameter):
            found[name] = value
        elif isinstance(value, FrozenMap):
            found.update({f"{name}.{key}": inner for key, inner in value.items()})
    return found


PAIR = ("danielle", "bas")
SIX = ("mirjam", "henk", "yusuf", "amara", "carolien", "dennis")


def test_the_two_personas_of_the_guide_come_first() -> None:
    assert library_keys() == (*PAIR, *SIX)
    assert library_title("danielle", "nl") == "Duurzame Daniëlle"
    assert library_title("bas", "nl") == "Budget Bewuste Bas"


@pytest.mark.parametrize("key", library_keys())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_has_no_empty_places(key: str, language: str) -> None:
    assert language in {"en", "nl"}
    persona = library_persona(key, "en" if language == "en" else "nl").persona
    assert persona.name
    assert persona.age
    assert persona.place
    assert all(getattr(persona, field).strip() for field in SENTENCES)
    assert all(len(getattr(persona, field)) >= 2 for field in LISTS)
    assert len(persona.quote) <= 90
    assert all(len(text) <= 60 for field in LISTS for text in getattr(persona, field).values())
    assert persona.library == key


@pytest.mark.parametrize("key", library_keys())
def test_languages_say_the_same_things_in_other_words(key: str) -> None:
    english = shipped_json("personas.library", f"{key}.en.json")
    dutch = shipped_json("personas.library", f"{key}.nl.json")
    assert english.keys() == dutch.keys()
    assert not [field for field in english if english[field] == dutch[field]]
    one, two = library_persona(key, "en").persona, library_persona(key, "nl").persona
    assert one.traits.model_dump(exclude={"note"}).keys() == two.traits.model_dump(exclude={"note"}).keys()
    values = [{name: parameter.value for name, parameter in parameters(one).items()} for one in (one, two)]
    assert values[0] == values[1]


@pytest.mark.parametrize("key", library_keys())
def test_every_number_has_a_source_that_travels_with_it(key: str) -> None:
    shipped = library_persona(key, "en")
    numbers = parameters(shipped.persona)
    assert set(type(shipped.persona.traits).model_fields) == {name.split(".")[0] for name in numbers}
    for name, number in numbers.items():
        assert number.source in shipped.sources, name
        if number.kind != "assumed":
            assert shipped.sources[number.source].kind == number.kind, name


@pytest.mark.parametrize("key", library_keys())
def test_shares_add_up(key: str) -> None:
    traits = library_persona(key, "en").persona.traits
    for shares in (traits.channels, traits.devices, traits.goals):
        assert sum(share.value for share in shares.values()) == pytest.approx(1.0)
    assert set(traits.goals) == set(VISIT_GOALS)
    assert set(traits.devices) == set(DEVICES)


@pytest.mark.parametrize("group", [PAIR, SIX])
def test_together_they_are_the_average_visitor(group: tuple[str, ...]) -> None:
    people = [library_persona(key, "en").persona.traits for key in group]
    weights = [traits.weight.value for traits in people]
    assert sum(weights) == pytest.approx(1.0)
    for technique in people[0].susceptibility:
        mean = sum(w * t.susceptibility[technique].value for w, t in zip(weights, people, strict=True))
        assert mean == pytest.approx(1.0, abs=1e-12), technique
    for trait in ("price_sensitivity", "patience"):
        mean = sum(w * getattr(t, trait).value for w, t in zip(weights, people, strict=True))
        assert mean == pytest.approx(1.0, abs=0.01), trait
    assert sum(w * t.intent.value for w, t in zip(weights, people, strict=True)) == pytest.approx(0.0, abs=1e-12)


def test_no_two_look_or_sound_alike() -> None:
    people = [library_persona(key, "en").persona for key in library_keys()]
    assert len({tuple(sorted(dict(one.avatar).items())) for one in people}) == len(people)
    assert len({one.place for one in people}) == len(people)
    assert len({one.quote for one in people}) == len(people)
    assert {one.colour for one in people} == set(range(6))


def test_a_field_marked_as_sensitive_is_a_field() -> None:
    for key in library_keys():
        persona = library_persona(key, "en").persona
        assert set(persona.sensitive) <= set(Persona.model_fields), key
    assert {"age", "income", "household", "biography"} <= {
        field for key in SIX for field in library_persona(key, "en").persona.sensitive
    }


def test_the_six_differ_where_it_counts() -> None:
    people = {key: library_persona(key, "en").persona.traits for key in SIX}

    def most(trait: str) -> str:
        return max(people, key=lambda key: getattr(people[key], trait).value)

    def takes(technique: str) -> str:
        return max(people, key=lambda key: people[key].susceptibility[technique].value)

    assert most("order_value") == "mirjam"
    assert most("waiting_patience") == "henk"
    assert most("customer_share") == most("login") == most("reachable") == "carolien"
    assert most("price_sensitivity") == "dennis"
    assert (takes("reassurance"), takes("reviews"), takes("newsletter")) == ("henk", "amara", "carolien")
    assert (takes("scarcity"), takes("most_chosen"), takes("chat")) == ("dennis", "yusuf", "mirjam")
    assert people["mirjam"].devices["desktop"].value > 0.8
    assert people["dennis"].devices["phone"].value > 0.9
    assert people["amara"].device_switch.value > people["dennis"].device_switch.value


def test_their_journeys_differ_where_the_guide_says_so() -> None:
    careful, thrifty = (library_persona(key, "en").persona.traits for key in ("danielle", "bas"))
    assert careful.price_sensitivity.value < thrifty.price_sensitivity.value
    assert careful.pace.value > thrifty.pace.value
    assert careful.products_considered.value > thrifty.products_considered.value
    assert careful.susceptibility["reviews"].value > thrifty.susceptibility["reviews"].value
    assert careful.susceptibility["scarcity"].value < thrifty.susceptibility["scarcity"].value
    assert careful.goods_returned.value < thrifty.goods_returned.value
    assert careful.devices["phone"].value < thrifty.devices["phone"].value


def test_a_persona_that_does_not_exist_is_named() -> None:
    with pytest.raises(KeyError, match="nobody"):
        library_persona("nobody", "en")


def test_texts_add_and_never_replace() -> None:
    numbers = {"a": {"value": 1.0}, "b": 2.0}
    assert lay_over(numbers, {"a.note": "n", "c": {"d.e": "f"}}) == {
        "a": {"value": 1.0, "note": "n"},
        "b": 2.0,
        "c": {"d": {"e": "f"}},
    }
    assert numbers == {"a": {"value": 1.0}, "b": 2.0}
    for wrong in ({"b": "two"}, {"b.note": "n"}, {"a.value": "one"}, {"b": {"c": "d"}}):
        with pytest.raises(ValueError, match="value"):
            lay_over(numbers, wrong)
