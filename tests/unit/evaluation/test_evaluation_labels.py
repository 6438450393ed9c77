import pytest

from watchgate.evaluation.labels import Labels


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("EMAIL", "EMAIL_ADDRESS"),
        ("email-address", "EMAIL_ADDRESS"),
        ("Phone Number", "PHONE_NUMBER"),
        ("SSN", "US_SSN"),
        ("IBAN", "IBAN_CODE"),
        ("IPv6", "IP_ADDRESS"),
        ("creditcard", "CREDIT_CARD"),
        ("per", "PERSON"),
        ("GPE", "LOCATION"),
        ("ADDRESS", "STREET_ADDRESS"),
        ("corporation", "ORGANIZATION"),
        ("NORP", "NRP"),
    ],
)
def test_what_corpora_usually_mean(theirs: str, ours: str) -> None:
    assert Labels().entity(theirs) == ours


@pytest.mark.parametrize("label", ["TITLE", "AGE OF SHIP", "", "creative-work"])
def test_a_label_that_is_no_entity_is_none(label: str) -> None:
    assert Labels().entity(label) is None


def test_what_is_given_goes_before_what_is_usual() -> None:
    labels = Labels({"ORG": "PERSON"})

    assert labels.entity("ORG") == "PERSON"
    assert labels.entity("org") == "PERSON"


def test_places_are_one_when_they_are_merged() -> None:
    labels = Labels(merge_places=True)

    assert {labels.entity(label) for label in ("GPE", "STREET_ADDRESS", "LOC", "ADDRESS")} == {"LOCATION"}
    assert labels.entity("PER") == "PERSON"
