"""Which words does the ledger use for what happened?"""

from enum import StrEnum


class EventType(StrEnum):
    """The `type` of an entry: `noun.past_verb`."""

    EXCHANGE_REQUEST = "exchange.request"
    """A request was judged. On disk before the first byte of its answer leaves."""
    EXCHANGE_RESPONSE = "exchange.response"
    """An exchange ended: status, verdict on the answer, tokens, duration."""
    EXCHANGE_REFUSED = "exchange.refused"
    """A request was turned away before any policy judged it."""
    EXCHANGE_ESCALATED = "exchange.escalated"
    """A policy asks for a person's decision."""
    PACK_LOADED = "pack.loaded"
    """Another pack is in force."""
    PACK_REJECTED = "pack.rejected"
    """A new pack is broken; the one in force stays."""
    KEYS_LOADED = "keys.loaded"
    """Other gateway keys are in force."""
    KEYS_REJECTED = "keys.rejected"
    """The new file of gateway keys is broken; the keys in force stay."""
    GATEWAY_STARTED = "gateway.started"
    """A gateway process takes exchanges."""
    GATEWAY_STOPPED = "gateway.stopped"
    """A gateway process ended in good order."""
    LEDGER_RECOVERED = "ledger.recovered"
    """A crash or a full disk left an incomplete end, or entries that were never on disk; they were cut off."""
    LEDGER_RETENTION = "ledger.retention"
    """What is past its retention was removed: payloads, or whole segments."""
    LEDGER_ERASED = "ledger.erased"
    """Payloads were erased on request."""
    INGEST_SCHEMA_DRIFT = "ingest.schema_drifted"
    """OpenAI sends an event type or a field that we did not know."""
    INGEST_FILE_LOST = "ingest.file_lost"
    """A log file could not be fetched before OpenAI removed it."""
    CATALOGUE_RETAINED = "catalogue.retained"
    """Months of the catalogue that were past their retention were removed."""
    RESCAN_STARTED = "rescan.started"
    """Another version of detection begins to examine a workspace again."""
    RESCAN_FINISHED = "rescan.finished"
    """It has examined all that is kept: how many assets, what it added and removed."""
    LEDGER_READ = "ledger.read"
    """A person looked at payloads."""

    @property
    def is_about_an_exchange(self) -> bool:
        """Entries about exchanges are kept as their retention says (without one: for ever). The others tell of the
        ledger and the gateway itself; they go with the segment they stand in.
        """
        return self.value.startswith("exchange.")
