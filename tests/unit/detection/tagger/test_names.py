"""What is a name, what is none, and what is said about it."""

import hashlib
import re
from importlib.resources import files

import pytest

from watchgate.detection.engine import default_engine, engine_for
from watchgate.detection.scoring import tracing


def found(text, *also):
    engine = engine_for(frozenset(also)) if also else default_engine()
    return [(one.entity, text[one.start : one.end]) for one in engine.scan(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dear Mr. Blomkvist, thank you for your letter.", "Blomkvist"),
        ("My name is Maria Andersson and I need help.", "Maria Andersson"),
        ("my name is maria andersson and i need help", "maria andersson"),
        ("I spoke with Giovanni Rossi yesterday.", "Giovanni Rossi"),
        ("Sehr geehrte Frau Schneider, anbei die Rechnung.", "Schneider"),
        ("Je m'appelle Camille Dubois et j'habite à Lyon.", "Camille Dubois"),
        ("| Anna Kowalska | 14 |", "Anna Kowalska"),
        ('{"name": "Peter Novak", "id": 7}', "Peter Novak"),
        ("Regards,\nThomas Miller", "Thomas Miller"),
    ],
)
def test_people_are_found(text, name):
    assert ("PERSON", name) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mark the box and will the file be saved in May?",
        "# Getting Started with Quantum Computing",
        "public class MainController extends BaseController {",
        "The Quick Brown Fox Jumps Over The Lazy Dog",
        "1. Open the Settings menu and click Save.",
        "Best regards and happy holidays!",
    ],
)
def test_words_are_not_taken_for_people(text):
    assert [entity for entity, _ in found(text) if entity == "PERSON"] == []


def test_a_clause_without_an_end_does_not_outgrow_the_numbers():
    endless = "they said that " * 20_000 + "dear Mr Blomkvist"

    assert ("PERSON", "Blomkvist") in found(endless)[-1:]


def test_places_are_found_and_organisations_only_when_asked():
    text = "Maria moved from Berlin to Spain and works for Deutsche Bank."

    assert ("LOCATION", "Berlin") in found(text)
    assert ("LOCATION", "Spain") in found(text)
    assert all(entity != "ORGANIZATION" for entity, _ in found(text))
    assert "ORGANIZATION" in [entity for entity, _ in found(text, "ORGANIZATION")]


def test_a_finding_says_that_a_model_believes_it_and_an_explanation_says_why():
    text = "Dear Mr. Blomkvist, thank you."

    (plain,) = default_engine().scan(text)
    with tracing():
        (explained,) = default_engine().scan(text)

    assert [term.kind for term in plain.evidence] == ["model"]
    assert plain.score == plain.evidence[0].weight
    assert explained.score == plain.score
    assert len(explained.evidence) > 1
    assert "before it" in " ".join(term.reason for term in explained.evidence)


def test_the_card_is_about_this_model():
    models = files("watchgate.detection").joinpath("models")
    card = models.joinpath("tagger.md").read_text(encoding="utf-8")

    said = re.search("sha256: `([0-9a-f]{64})`", card)
    assert said
    assert said[1] == hashlib.sha256(models.joinpath("tagger.bin").read_bytes()).hexdigest()
