import pytest

from unit.detection.planted import ESCAPED_KEY, PEM_KEY, UNFINISHED_KEY
from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES
from watchgate.detection.secrets.table import SECRETS


def has_random_part(kind) -> bool:
    return not kind.near and kind.entity not in {"PRIVATE_KEY", "DATABASE_URL"}


def secrets_in(text: str) -> list[str]:
    found = [finding.entity for finding in default_engine().scan(text)]
    return [entity for entity in found if ENTITIES[entity].group == "secret"]


KINDS = pytest.mark.parametrize("kind", SECRETS, ids=lambda kind: kind.entity)


@KINDS
def test_the_worked_example_is_found(kind) -> None:
    assert secrets_in(f"Use {kind.example} for it.") == [kind.entity]


@KINDS
def test_the_counter_example_is_not_found(kind) -> None:
    assert secrets_in(f"Use {kind.counter_example} for it.") == []


@pytest.mark.parametrize(
    "kind", [kind for kind in SECRETS if has_random_part(kind)], ids=lambda kind: kind.entity
)
def test_a_placeholder_is_not_a_secret(kind) -> None:
    fixed, _, random = kind.sample.partition("|")

    assert secrets_in(f"Use {fixed}{'x' * len(random)} for it.") == []


@KINDS
def test_every_kind_is_an_entity(kind) -> None:
    entity = ENTITIES[kind.entity]

    assert entity.group == "secret"
    assert entity.title == kind.title


def test_two_hundred_kinds_are_known() -> None:
    assert len(SECRETS) >= 200


def test_the_whole_key_is_found_and_nothing_else() -> None:
    for key in (PEM_KEY, ESCAPED_KEY, UNFINISHED_KEY):
        text = f"my key is {key} and that is all"

        (finding,) = default_engine().scan(text)

        assert (finding.entity, text[finding.start : finding.end].rstrip()) == ("PRIVATE_KEY", key.rstrip())


def test_a_public_key_is_no_secret() -> None:
    assert default_engine().scan(PEM_KEY.replace("RSA PRIVATE", "PUBLIC")) == []


def test_a_secret_inside_an_address_is_found() -> None:
    token = next(kind.example for kind in SECRETS if kind.entity == "GITHUB_TOKEN")

    findings = default_engine().scan(f"https://example.com/?token={token}&x=1")

    assert [finding.entity for finding in findings] == ["URL", "GITHUB_TOKEN"]


def test_a_value_assigned_to_a_name_of_a_secret_is_found() -> None:
    texts = [
        'api_key = "Zx81kQvW3nLrT6yB0sHdJ4mP"',
        '{"client_secret": "Zx81kQvW3nLrT6yB0sHdJ4mP"}',
        "ACCESS_TOKEN=Zx81kQvW3nLrT6yB0sHdJ4mP",
    ]

    for text in texts:
        (finding,) = default_engine().scan(text)
        assert finding.entity == "GENERIC_SECRET"
        assert text[finding.start : finding.end] == "Zx81kQvW3nLrT6yB0sHdJ4mP"
