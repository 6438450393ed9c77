"""Do the messages make conversations that people could have had?"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from .conftest import DAYS, END, MESSAGES, office


def happened(event):
    return datetime.fromisoformat(event.body["timestamp"])


def by_conversation(messages):
    talks = defaultdict(list)
    for event in messages:
        talks[event.body["conversation"]["id"]].append(event)
    return talks


def test_events_happen_in_order_and_within_the_days(population):
    times = [population.time_of(number) for number in range(len(population))]
    assert times == sorted(times)
    assert END - timedelta(days=DAYS) <= times[0]
    assert times[-1] <= END
    assert END - times[-1] < timedelta(hours=6)
    assert all(time.tzinfo is UTC for time in times)


def test_events_happen_in_order_where_they_are_crowded():
    population = office(messages=40_000)
    times = [population.time_of(number) for number in range(len(population))]
    assert times == sorted(times)


def test_most_is_said_in_working_hours(messages):
    at_work = sum(happened(event).weekday() < 5 and 7 <= happened(event).hour < 19 for event in messages)
    assert at_work / len(messages) > 0.75


def test_a_conversation_has_two_to_forty_messages_of_one_person(messages):
    for talk in by_conversation(messages).values():
        assert 2 <= len({event.body["message"]["id"] for event in talk}) <= 40
        assert len({event.body["actor"]["user_id"] for event in talk}) == 1
        assert len({event.body["conversation"]["title"] for event in talk}) == 1
        authors = {
            event.body["message"]["id"]: event.body["message"]["author"]["type"] for event in talk
        }.values()
        assert list(authors) == (["user", "assistant"] * 20)[: len(authors)]


def test_each_message_names_the_one_before_it(messages):
    for talk in by_conversation(messages).values():
        assert "previous_message_id" not in talk[0].body
        order = list(dict.fromkeys(event.body["message"]["id"] for event in talk))
        for event in talk:
            place = order.index(event.body["message"]["id"])
            assert event.body.get("previous_message_id") == (order[place - 1] if place else None)


def test_an_edit_has_the_same_id_a_later_time_and_another_text(messages):
    versions = defaultdict(list)
    for event in messages:
        versions[event.body["message"]["id"]].append(event)
    edited = [both for both in versions.values() if len(both) > 1]
    assert 0.005 < len(edited) / len(messages) < 0.02
    for first, second in edited:
        assert happened(first) < happened(second)
        assert first.body["event_id"] != second.body["event_id"]
        assert first.body["message"]["created_at"] == second.body["message"]["created_at"]
        assert first.body["message"]["content"] != second.body["message"]["content"]
        assert first.body.get("previous_message_id") == second.body.get("previous_message_id")


def test_event_ids_are_unique(events):
    assert len({event.body["event_id"] for event in events}) == len(events)


def test_some_conversations_are_temporary_pinned_in_a_project_or_with_a_gpt(population, messages):
    talks = [talk[0].body["conversation"] for talk in by_conversation(messages).values()]
    share = {
        name: sum(bool(talk.get(name)) for talk in talks) / len(talks)
        for name in ("is_temporary_chat", "is_pinned", "gpt_id", "project_id")
    }
    assert 0.02 < share["is_temporary_chat"] < 0.09
    assert 0.01 < share["is_pinned"] < 0.09
    assert 0.06 < share["gpt_id"] < 0.18
    assert 0.09 < share["project_id"] < 0.22
    listed = {listing["id"] for listing in (*population.gpts(), *population.projects())}
    assert {talk[name] for talk in talks for name in ("gpt_id", "project_id") if name in talk} <= listed


def test_eight_in_a_hundred_events_are_of_the_other_nine_types(events):
    types = Counter(event.body["type"] for event in events)
    assert types.pop("CONVERSATION_MESSAGE") == MESSAGES
    assert len(types) == 9
    assert 0.075 < types.total() / len(events) < 0.085
    assert types.most_common(1)[0][0] == "AUDIT_LOG"


def test_all_types_appear_in_a_small_office():
    population = office(messages=400)
    assert len({population.type_of(number) for number in range(len(population))}) == 10


def test_only_costs_belong_to_the_organisation(population, events):
    for event in events:
        is_costs = event.body["type"] == "COSTS"
        assert event.is_organization_event is is_costs
        owner = population.organization_id if is_costs else population.workspace_id
        assert event.body["principal"]["id"] == owner
