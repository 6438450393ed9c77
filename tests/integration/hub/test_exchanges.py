"""What a gateway has written into its log becomes runs: each exchange once, those of one run together."""

from decimal import Decimal

import pytest

from watchgate.hub.collecting import collect as collect_rest
from watchgate.hub.sources.exchanges import collect
from watchgate.ledger.writer import Ledger

SKILL = {"id": "incident.postmortem", "run": "run_1"}


@pytest.fixture
def written(tmp_path):
    """`written(skill, …)` closes an exchange in the gateway's log; its ledger stays open."""
    ledger = Ledger.open(tmp_path, kind="gateway")
    count = 0

    def close(skill, outcome="complete", microusd=1000):
        nonlocal count
        count += 1
        fields = {
            "exchange": f"ex_{count}",
            "key": "gk_1",
            "model": "gpt-4o",
            "outcome": outcome,
            "duration_ms": 500,
            "usage": {"input_tokens": 10, "output_tokens": 5},
            "charged": {"microusd": microusd, "is_estimated": False},
        }
        ledger.append("exchange.response", fields | ({"skill": skill} if skill else {}))
        ledger.checkpoint()

    yield close
    ledger.close()


async def test_exchanges_of_one_run_are_one_run_and_each_counts_once(place, tmp_path, written):
    await collect_rest(place.database)  # learns the skill's name
    for _ in range(2):
        written(SKILL)
    written(None)
    written({"id": "somebody.elses"})

    assert [await collect(place.database, tmp_path), await collect(place.database, tmp_path)] == [3, 0]
    written(SKILL, outcome="upstream_failed")
    assert await collect(place.database, tmp_path) == 1

    answer = await place.hub("vera").get("/api/v1/hub/usage/summary")
    [line] = answer.json()["data"]
    assert (line["runs"], line["errors"], line["input_tokens"], line["output_tokens"]) == (1, 1, 30, 15)
    assert Decimal(line["cost"]["estimated"]["usd"]) == Decimal("0.003")
    assert line["cost"]["estimated"]["runs"] == 1


async def test_a_data_folder_without_gateways_tells_nothing(place, tmp_path):
    assert await collect(place.database, tmp_path) == 0
