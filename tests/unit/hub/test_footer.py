"""Which line ends a skill's reply?"""

from decimal import Decimal

import pytest

from watchgate.hub.records.footer import RunFacts, footer


@pytest.mark.parametrize(
    ("facts", "middle"),
    [
        (RunFacts(), ""),
        (RunFacts(Decimal("0.0412"), 2.34), " · $0.04 · 2.3s"),
        (RunFacts(Decimal("0.0012"), None), " · < $0.01"),
        (RunFacts(Decimal(12), 61.0, is_typical=True), " · ≈ $12.00 · ≈ 61.0s"),
    ],
)
def test_what_is_not_known_is_left_out(facts, middle):
    assert footer("Incident Postmortem", facts, "https://w.example/r") == (
        f"Watchgate · Incident Postmortem{middle} · [View record](https://w.example/r)"
    )
