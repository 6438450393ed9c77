"""Whole words only, and the same ones for Python as for PostgreSQL."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postgres import server_url
from watchgate.remediation.person.naming import INSTEAD, Naming, by_any_part_of_the_name, by_name_too
from watchgate.remediation.person.who import Who

MAIL = "ann@acme.com"
CASES = [
    (MAIL, "Write to ann@acme.com.", True),
    (MAIL, "<Ann@ACME.com>", True),
    (MAIL, "mailto:ann@acme.com?subject=x", True),
    (MAIL, '{"to": "ann@acme.com"}', True),
    (MAIL, r'{"text": "Dear\nann@acme.com"}', True),
    (MAIL, r"\u003cann@acme.com\u003e", True),
    (MAIL, "joann@acme.com", False),
    (MAIL, "jo.ann@acme.com", False),
    (MAIL, "ann@acme.com.au", False),
    (MAIL, "ann@acme.community", False),
    (MAIL, "annxacme.com", False),
    ("user-1", "user-1", True),
    ("user-1", "/users/user-1/files", True),
    ("user-1", "user-12", False),
    ("user-1", "user-1-a", False),
    ("user-1", "superuser-1", False),
    ("Zoë Müller", "Frau ZOË MÜLLER fragt", True),
    ("Zoë Müller", "Zoë Müllers Katze", False),
    ("O'Neil (Bo)", "of O'Neil (Bo), who", True),
    ("a.b*c", "a.b*c", True),
    ("a.b*c", "aXbbbc", False),
]


@pytest.mark.parametrize(("word", "text", "is_named"), CASES)
def test_python_finds_whole_words(word, text, is_named):
    assert Naming([word]).is_in(text) is is_named


def test_postgresql_finds_the_same():
    with psycopg.connect(server_url().format("template_watchgate")) as connection:
        for word, text, is_named in CASES:
            (found,) = connection.execute("SELECT %s::text ~* %s", (text, Naming([word]).pattern)).fetchone()
            assert found is is_named, (word, text)


def test_what_is_taken_out_is_taken_out_as_one():
    jane = Who(("user-1",), ("jane@acme.com",), ("Jane Miller",))

    assert by_name_too(jane).without("Jane Miller <jane@acme.com>, Jane") == f"{INSTEAD} <{INSTEAD}>, Jane"
    assert (
        by_any_part_of_the_name(jane).without("Jane Miller, and Jane's cat")
        == f"{INSTEAD}, and {INSTEAD}'s cat"
    )


def test_short_parts_of_a_name_mean_nobody():
    assert not by_any_part_of_the_name(Who((), (), ("Jo de la Cruz",))).is_in("de la")


def test_nobody_is_named_by_nothing():
    nobody = Naming([])

    assert not nobody.is_in("anything")
    assert nobody.without("anything") == "anything"


WORDS = st.from_regex(r"\A[ab1][ab1@.+-]{1,4}[ab1]\Z")


@given(
    st.lists(WORDS, min_size=1, max_size=3),
    st.lists(st.sampled_from(["ab", "1", "@", " ", "\n", "Ü"])),
    st.data(),
)
def test_afterwards_the_person_is_not_in_it(words, around, data):
    naming = Naming(words)
    text = "".join(data.draw(st.permutations([*around, *words])))

    assert not naming.is_in(naming.without(text))


def test_a_person_is_never_printed():
    assert "jane" not in repr(Who(("user-jane",), ("jane@acme.com",), ("Jane",)))
