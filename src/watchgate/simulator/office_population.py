"""Who is in the simulated workspace? The office that the settings ask for, ending where the history of log files ends."""

from datetime import datetime, timedelta

from watchgate.simulator.population.model import Population
from watchgate.simulator.simulation import Settings

_LAST_FILE_AFTER = timedelta(seconds=2)
"""By then the files of a window are out."""


def office_of(settings: Settings, now: datetime) -> Population:
    """Raises UserError where the office's libraries are missing."""
    # Imported here because a simulator that only plays the model host does without names, sentences and file formats.
    from watchgate.simulator.population.office import OfficePopulation  # noqa: PLC0415 - see above

    office = settings.office
    window = timedelta(seconds=office.window_s)
    complete = now - _LAST_FILE_AFTER
    past = complete - (complete - datetime.min.replace(tzinfo=now.tzinfo)) % window
    end = past + timedelta(days=office.days_ahead)
    return OfficePopulation(
        settings.seed, office.messages, office.people, office.days + office.days_ahead, end
    )
