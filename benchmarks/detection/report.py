"""How is the page for the documentation written?"""

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.detection.corpora import ANNOTATED, BENIGN, CHAT, DENSE, Corpora
from benchmarks.detection.figures import EIGHT, STRUCTURED, Figures

from watchgate.detection.engine import ENGINE_VERSION
from watchgate.evaluation.counts import Count

_EXPLANATION = """\
Every engine runs in a process of its own, one after the other, on the same machine and the same texts; one scorer judges them all. A finding counts when its
IoU with the annotated span is at least 0.5, one to one. Labels are translated to our names; street addresses, towns and countries count as one LOCATION. Every
engine runs as it comes (cloakrs with its locale us) and is judged by all that it returns of the eight types; what it finds besides is not held against it. The sets are synthetic: good figures on them are no promise for your texts, so measure on yours
with `watchgate detect evaluate`. Nothing of ours is trained on these sets or their templates."""


def written(
    path: Path, results: dict[str, Figures], corpora: Corpora, left_out: dict[str, str], command: str
) -> None:
    lines = [
        "# Detection beside others",
        "",
        f"Written by `{command}`, engine {ENGINE_VERSION}. {_EXPLANATION}",
        "",
        *_facts(),
        "",
        *_sets(corpora),
        *_quality(results),
        *_by_type(results),
        *_alarms(results, corpora),
        *_speed(results),
        *_goals(next(iter(results.values()))),
        *_errors(next(iter(results.values()))),
        *_left_out(left_out),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _facts() -> list[str]:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "?",
    )
    busy = os.getloadavg()[1]
    return [
        f"- date: {dt.datetime.now(dt.UTC).date().isoformat()}",
        f"- processor: {model}, {len(os.sched_getaffinity(0))} cores; load average over five minutes at the end {busy:.1f}",
        f"- Python {platform.python_version()}",
    ]


def _sets(corpora: Corpora) -> list[str]:
    rows = [
        [name, corpus.title, len(corpora.annotated[name]), _size(corpora.annotated[name]), corpus.licence]
        for name, corpus in ANNOTATED.items()
    ]
    rows.append(["benign", BENIGN.title, len(corpora.benign), _size(corpora.benign), BENIGN.licence])
    return ["## Sets", "", *_table(["", "set", "texts", "KB", "licence"], rows), ""]


def _quality(results: dict[str, Figures]) -> list[str]:
    headings = [f"{what}, {name}" for what in ("structured", "PERSON", "eight types") for name in ANNOTATED]
    headings += [f"eight, places joined, {name}" for name in ANNOTATED]
    headings += [f"mean of eight, {name}" for name in ANNOTATED]
    rows = []
    for engine, figures in results.items():
        of = figures.scored
        rows.append(
            [
                engine,
                *(
                    _f1(of[name].of(*types))
                    for types in (STRUCTURED, ("PERSON",), EIGHT)
                    for name in ANNOTATED
                ),
                *(_f1(of[name].of_joined(*EIGHT)) for name in ANNOTATED),
                *(_number(of[name].mean_f1(*EIGHT)) for name in ANNOTATED),
            ]
        )
    note = (
        "F1. Structured is telephone numbers, e-mail addresses, cards, IBANs, US social security numbers and IP addresses, pooled; eight "
        "types are these, PERSON and LOCATION, pooled, and as the mean of their F1. Both sets often annotate an address in pieces (number, street, town, country), while "
        "we find it as one: where places are joined, neighbours with only blanks and punctuation between them count as one, in the set as in what was found."
    )
    return ["## F1", "", note, "", *_table(["engine", *headings], rows), ""]


def _by_type(results: dict[str, Figures]) -> list[str]:
    lines = ["## Precision / recall by type", ""]
    for name in ANNOTATED:
        rows = [
            [engine, *(_both(figures.scored[name].counts[entity]) for entity in EIGHT)]
            for engine, figures in results.items()
        ]
        lines += [f"On {name}:", "", *_table(["engine", *EIGHT], rows), ""]
    return lines


def _alarms(results: dict[str, Figures], corpora: Corpora) -> list[str]:
    groups = ("structured", "secrets", "EMAIL_ADDRESS", "URL", "PERSON", "LOCATION", "other")
    rows = [
        [engine, *(f"{figures.alarms.get(group, 0):.1f}" for group in groups)]
        for engine, figures in results.items()
    ]
    note = (
        f"Found per megabyte of {len(corpora.benign)} ordinary prompts. The prompts do hold web addresses, some e-mail addresses, famous people and "
        "places, so the columns from EMAIL_ADDRESS on are not all false; structured is here without e-mail addresses, and other is every kind that is not named."
    )
    return ["## On ordinary prompts", "", note, "", *_table(["engine", *groups], rows), ""]


def _speed(results: dict[str, Figures]) -> list[str]:
    headings = [
        *("chat p50, ms", "chat p99, ms", "dense p50, ms", "dense p99, ms"),
        *("MB/s", "MB/s, two processes", "load, ms", "memory, MB"),
    ]
    rows = []
    for engine, figures in results.items():
        run = figures.run
        percentiles = [
            figures.latency[name].milliseconds(share) for name in (CHAT, DENSE) for share in (0.5, 0.99)
        ]
        rows.append(
            [
                engine,
                *(_number(value) for value in percentiles),
                *(f"{run.megabytes_per_second[count]:.2f}" for count in (1, 2)),
                f"{run.load_seconds * 1000:.0f}",
                f"{run.memory_mb['afterwards']:.0f}",
            ]
        )
    note = (
        "Messages of 2 048 characters: chat is ordinary prompts, dense is annotated sentences one after another. Each message up to five times, its median "
        "counts. MB/s over ordinary prompts as they are. Load is importing and building the engine and one first text, with whatever it caches on disk in place. "
        "Memory is resident, of the whole process, after all texts (which it holds itself)."
    )
    return ["## Speed", "", note, "", *_table(["engine", *headings], rows), ""]


def _goals(ours: Figures) -> list[str]:
    chat = ours.latency[CHAT]
    speed = ours.run.megabytes_per_second
    judged = [
        *(_at_least(f"structured F1, {name}", _micro(ours, name, *STRUCTURED), 0.97) for name in ANNOTATED),
        *(_at_least(f"PERSON F1, {name}", _micro(ours, name, "PERSON"), 0.85) for name in ANNOTATED),
        _at_least("eight types F1, pooled, v2", _micro(ours, "v2", *EIGHT), 0.82),
        _at_least(
            "eight types F1, pooled, places joined, v2",
            ours.scored["v2"].of_joined(*EIGHT).rates().f1 or 0,
            0.82,
        ),
        _at_most(
            "structured (without e-mail addresses) and secrets on ordinary prompts, per MB, true ones included",
            ours.alarms.get("structured", 0) + ours.alarms.get("secrets", 0),
            2,
        ),
        _at_most(
            "PERSON on ordinary prompts, per KB, true ones included", ours.alarms.get("PERSON", 0) / 1000, 0.4
        ),
        _at_most("2 KB of chat, p50, ms", chat.milliseconds(0.5) or 0, 0.4),
        _at_most("2 KB of chat, p99, ms", chat.milliseconds(0.99) or 0, 1),
        _at_least("MB/s", speed[1], 5),
        _at_least("two processes ÷ one", speed[2] / speed[1], 1.8),
        _at_most("load, ms", ours.run.load_seconds * 1000, 150),
        _at_most("memory, MB", ours.run.memory_mb["afterwards"], 120),
    ]
    return ["## Goals", "", *_table(["figure", "goal", "measured", ""], judged), ""]


def _errors(ours: Figures) -> list[str]:
    lines = [
        "## Our remaining errors",
        "",
        "Instead: what stands at that place on the other side; the same type there means that the ends differ too much. One masked example of each kind.",
        "",
    ]
    for name, scored in ours.scored.items():
        rows = [
            [
                kind,
                entity,
                ", ".join(instead) or "nothing",
                count,
                f"`{_in_a_cell(scored.shown[kind, entity, instead])}`",
            ]
            for (kind, entity, instead), count in scored.kinds.most_common(25)
        ]
        lines += [f"On {name}, the 25 commonest kinds of {scored.kinds.total()} errors:", ""]
        lines += [*_table(["what", "entity", "instead", "times", "example"], rows), ""]
    return lines


def _left_out(left_out: dict[str, str]) -> list[str]:
    return ["## Left out", "", *(f"- {name}: {why}" for name, why in left_out.items())] if left_out else []


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    return [
        f"| {' | '.join(headings)} |",
        "|---" * len(headings) + "|",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]


def _micro(figures: Figures, name: str, *entities: str) -> float:
    return figures.scored[name].of(*entities).rates().f1 or 0.0


def _at_least(what: str, measured: float, goal: float) -> list[str]:
    return [what, f"≥ {goal:g}", _number(measured), "met" if measured >= goal else "**missed**"]


def _at_most(what: str, measured: float, goal: float) -> list[str]:
    return [what, f"≤ {goal:g}", _number(measured), "met" if measured <= goal else "**missed**"]


def _f1(count: Count) -> str:
    return _number(count.rates().f1)


def _both(count: Count) -> str:
    rates = count.rates()
    return "-" if not count.found else f"{_number(rates.precision)} / {_number(rates.recall)}"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.3f}"


def _size(some: Sequence) -> str:
    return f"{sum(len(example.text.encode()) for example in some) / 1000:.0f}"


def _in_a_cell(value: str) -> str:
    return value.replace("\n", "⏎").replace("|", "¦").replace("`", "'")
