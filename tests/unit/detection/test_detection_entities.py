import pytest

from watchgate.detection.entities import ENTITIES, UnknownEntity, resolve
from watchgate.detection.rooms import DETECTORS


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("EMAIL", "EMAIL_ADDRESS"),
        ("email_address", "EMAIL_ADDRESS"),
        ("Phone", "PHONE_NUMBER"),
        ("ssn", "US_SSN"),
        ("IBAN", "IBAN_CODE"),
        ("ip", "IP_ADDRESS"),
        ("nhs", "UK_NHS"),
        ("NINO", "UK_NINO"),
        ("itin", "US_ITIN"),
        ("credit-card", "CREDIT_CARD"),
        (" url ", "URL"),
        ("github_token", "GITHUB_TOKEN"),
    ],
)
def test_short_names_mean_entities_in_any_case(name: str, entity: str) -> None:
    assert resolve(name) == entity


def test_an_unknown_name_comes_with_the_nearest_known_one() -> None:
    with pytest.raises(UnknownEntity) as caught:
        resolve("EMIAL")

    assert (caught.value.name, caught.value.nearest) == ("EMIAL", "EMAIL")
    assert str(caught.value) == "There is no entity EMIAL. Did you mean EMAIL?"


def test_an_unknown_name_like_nothing_has_no_nearest_one() -> None:
    with pytest.raises(UnknownEntity) as caught:
        resolve("§§§")

    assert caught.value.nearest is None


def test_every_entity_can_stand_in_a_mask() -> None:
    for name, entity in ENTITIES.items():
        assert name == entity.name
        assert entity.group in {"pii", "phi", "secret"}
        assert entity.label.replace("_", "").isalpha()
        assert entity.label.isupper()


def test_no_two_detectors_have_one_name() -> None:
    names = [detector.name for detector in DETECTORS]

    assert len(set(names)) == len(names)
