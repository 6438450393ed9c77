"""What does ChatGPT do for somebody at fixed times? A prompt and a schedule (an iCalendar rule; the specification names no form)."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.model import Belonging

_DAYS = ("MO", "TU", "WE", "TH", "FR")


def automation(desk: Desk) -> Belonging:
    automation_id = desk.hex("auto_")
    body = {
        "id": automation_id,
        "title": desk.title(),
        "schedule": _schedule(desk),
        "is_enabled": desk.luck.random() < 0.8,
        "prompt": f"{desk.question()} {desk.sentence()}",
    }
    return Belonging(
        "automation",
        automation_id,
        desk.owner.user_id,
        desk.made_at,
        desk.later(timedelta(hours=2)),
        body,
        planted=tuple(desk.planted),
    )


def _schedule(desk: Desk) -> str:
    hour = 6 + int(desk.luck.random() * 12)
    if desk.luck.random() < 0.4:
        return f"RRULE:FREQ=DAILY;BYHOUR={hour};BYMINUTE=0"
    return f"RRULE:FREQ=WEEKLY;BYDAY={pick(desk.luck, _DAYS)};BYHOUR={hour};BYMINUTE=30"
