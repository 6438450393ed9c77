"""The page that lists all entities is as fresh as the registry."""

from tools import entities


def test_the_page_of_entities_is_fresh() -> None:
    assert entities.PATH.read_text(encoding="utf-8") == entities.text(), "run: python -m tools.entities"
