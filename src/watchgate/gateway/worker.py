"""What does one gateway process hold? The gate in force, its upstream connections, its ledger, its metrics."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchgate import __version__
from watchgate.gateway.clients.allowance import Allowances
from watchgate.gateway.clients.months import Months
from watchgate.gateway.clients.source import KeysInForce
from watchgate.gateway.gate import FailMode, Gate
from watchgate.gateway.packs import PackFiles, open_gate
from watchgate.gateway.upstream import Proxy, UpstreamPool
from watchgate.gateway.vault import Vault
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.ledger.events import EventType
from watchgate.ledger.upkeep import retain_idle_logs
from watchgate.ledger.writer import Ledger, LedgerUnavailable
from watchgate.settings import https_proxy
from watchgate.telemetry.metrics import Metrics

log = logging.getLogger("watchgate.gateway")

WATCH_EVERY_S = 1.0
RETAIN_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What `watchgate gateway run` was told. Plain values: it travels to worker processes."""

    pack_paths: tuple[Path, ...]
    data_dir: Path
    fail_mode: FailMode
    shared_metrics: Path | None = None
    keys_path: Path | None = None
    """The file of gateway keys that was asked for; None: the one in the data folder, if there is one."""


class Worker:
    """One process's share of the gateway."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        self.files = PackFiles(settings.pack_paths)
        self.vault = Vault.of(settings.data_dir)
        self.keys = KeysInForce(settings.data_dir, settings.keys_path)
        self.allowances = Allowances(Months(settings.data_dir), utc_now)
        self.metrics = Metrics(shared=settings.shared_metrics)
        self.in_flight = 0
        self.is_draining = False
        self.gate: Gate
        self.ledger: Ledger
        self.pool: UpstreamPool
        self._stamp = self.files.stamp()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, *, each_second: Callable[[], None]) -> None:
        """Open everything. Raises UserError when something is missing: then nothing is left half-open."""
        self.gate, _ = self._open_gate()
        self.keys.load()
        self.ledger = Ledger.open(self.settings.data_dir)
        self.pool = UpstreamPool(proxy=upstream_proxy())
        self.ledger.append(
            EventType.GATEWAY_STARTED, {"version": __version__, **self._pack_facts(), **self._key_facts()}
        )
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self.reload)
        _spare_the_collector()
        self._tasks = [
            loop.create_task(self._each_second(each_second)),
            loop.create_task(self._retain()),
        ]

    async def stop(self) -> None:
        """Close everything, in the reverse order."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.pool.close()
        self.ledger.append(EventType.GATEWAY_STOPPED, {"version": __version__})
        await asyncio.to_thread(self.ledger.close)

    def reload(self) -> None:
        """Put the pack files and the gateway keys in force again; what is broken leaves the old in force."""
        self._reload_keys()
        self._stamp = self.files.stamp()
        try:
            gate, loaded = self._open_gate()
        except UserError as problem:
            log.warning("pack.rejected: the pack in force stays in force.\n%s", problem)
            self.ledger.append(
                EventType.PACK_REJECTED, self._pack_facts(), {"problems": str(problem)[:10_000]}
            )
            return
        if gate.digest == self.gate.digest:
            return
        self.gate = gate
        for warning in loaded.warnings:
            log.warning("%s", warning)
        log.warning("pack.loaded: %s %s is in force.", gate.pack.pack.name, gate.pack.pack.version)
        self.ledger.append(EventType.PACK_LOADED, self._pack_facts())

    def _reload_keys(self) -> None:
        try:
            if not self.keys.load():
                return
        except UserError as problem:
            log.warning("keys.rejected: the gateway keys in force stay in force.\n%s", problem)
            self.ledger.append(EventType.KEYS_REJECTED, self._key_facts(), {"problem": str(problem)[:10_000]})
            return
        log.warning("keys.loaded: %d gateway keys are in force.", self.keys.directory.size)
        self.ledger.append(EventType.KEYS_LOADED, self._key_facts())

    def _open_gate(self) -> Any:
        return open_gate(
            self.files,
            fail_mode=self.settings.fail_mode,
            hash_key=self.vault.derived_key("mask hash"),
            seal=self.vault.seal,
        )

    def _pack_facts(self) -> dict[str, Any]:
        pack = self.gate.pack.pack
        return {
            "pack": {"name": pack.name, "version": pack.version, "digest": self.gate.digest},
            "fail_mode": self.settings.fail_mode,
        }

    def _key_facts(self) -> dict[str, Any]:
        return {"keys": {"count": self.keys.directory.size, "digest": self.keys.digest}}

    async def _each_second(self, also: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            also()
            self.metrics.settle(in_flight=self.in_flight)
            if self.keys.has_changed:
                self._reload_keys()
            if self.files.stamp() != self._stamp:
                self.reload()

    async def _retain(self) -> None:
        while True:
            await asyncio.sleep(RETAIN_EVERY_S)
            try:
                await asyncio.to_thread(self.ledger.apply_retention)
                await asyncio.to_thread(retain_idle_logs, self.settings.data_dir)
            except (UserError, LedgerUnavailable, OSError) as problem:
                log.warning("ledger.retention put off for an hour: %s", problem)


def _spare_the_collector() -> None:
    """What is loaded by now stays for good: leave it out of every collection, and collect less often what comes and goes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def upstream_proxy() -> Proxy | None:
    """The proxy that the environment names for https targets. Raises UserError when it cannot be read."""
    url, exceptions = https_proxy()
    return Proxy.parse(url, no_proxy=exceptions) if url else None
