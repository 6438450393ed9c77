# ruff: noqa: PLC0415 -- an engine can only be imported where it is installed
"""Run one engine over texts, and write down what it found and how long it took. Runs in that engine's own environment.

python worker.py ENGINE TEXTS.json RESULT.json    {"set": [text…]} → {"sets": {"set": {"spans": …, "seconds": …}}, …}
python worker.py ENGINE TEXTS.json - SECONDS      examines the texts again and again; prints bytes and seconds

Needs nothing but the standard library and the engine.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator

Spans = list[tuple[str, int, int]]
Finds = Callable[[str], Spans]


def watchgate() -> Finds:
    from watchgate.detection.engine import default_engine

    examine = default_engine().examine
    return lambda text: [(found.entity, found.start, found.end) for found in examine(text).findings]


def presidio(model: str) -> Finds:
    logging.disable(logging.CRITICAL)
    import tldextract

    # Its list of suffixes comes with the package; without this it asks the net for a newer one at the first address.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": model}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine())
    return lambda text: [
        (found.entity_type, found.start, found.end) for found in analyzer.analyze(text, language="en")
    ]


def presidio_patterns() -> Finds:
    """Presidio with an empty English pipeline: its patterns, and no names."""
    import tempfile

    import spacy

    folder = tempfile.mkdtemp(prefix="blank-")
    spacy.blank("en").to_disk(folder)
    return presidio(folder)


def presidio_rs() -> Finds:
    import presidio_rs as engine

    return lambda text: [
        (found["entity_type"], found["start"], found["end"]) for found in engine.analyze(text)
    ]


def cloakrs() -> Finds:
    from cloakrs import Scanner

    scanner = Scanner(locale="us")
    return lambda text: [(found.entity_type, found.start, found.end) for found in scanner.scan(text).findings]


def datafog() -> Finds:
    from datafog import scan

    return lambda text: [
        (found.type, found.start, found.end) for found in scan(text, engine="regex").entities
    ]


def datafog_core() -> Finds:
    from datafog_core import scan

    return lambda text: [
        (found.entity_type, found.codepoint_range.start, found.codepoint_range.end) for found in scan(text)
    ]


ENGINES: dict[str, Callable[[], Finds]] = {
    "watchgate": watchgate,
    "presidio-patterns": presidio_patterns,
    "presidio-rs": presidio_rs,
    "cloakrs": cloakrs,
    "datafog": datafog,
    "datafog-core": datafog_core,
}


def loaded(engine: str) -> Finds:
    """`presidio:MODEL` is Presidio with that spaCy model."""
    name, _, model = engine.partition(":")
    return presidio(model) if name == "presidio" else ENGINES[name]()


def main(engine: str, texts: str, result: str, *seconds: str) -> None:
    empty_mb = _memory_mb()
    start = time.perf_counter()
    finds = loaded(engine)
    finds("Maria Andersson, maria@example.com, 415-555-0132, lives in Lisbon.")
    load_seconds = time.perf_counter() - start
    with open(texts, encoding="utf-8") as source:  # noqa: PTH123
        sets: dict[str, list[str]] = json.load(source)
    if seconds:
        print(json.dumps(_again_and_again(finds, sets, float(seconds[0]))))
        return
    loaded_mb = _memory_mb()
    found = {name: _examined(finds, some, is_repeated=name.startswith("2 KB")) for name, some in sets.items()}
    facts = {
        "load_seconds": load_seconds,
        "memory_mb": {"before": empty_mb, "loaded": loaded_mb, "afterwards": _memory_mb()},
        "sets": found,
    }
    with open(result, "w", encoding="utf-8") as out:  # noqa: PTH123
        json.dump(facts, out)


def _examined(finds: Finds, texts: list[str], *, is_repeated: bool) -> dict[str, list]:
    """Where latency is asked for, each text is examined up to five times, and its median counts: the machine has other things to do."""
    spans: list[Spans] = []
    seconds: list[float] = []
    for text in texts:
        each = []
        for _ in range(5 if is_repeated else 1):
            start = time.perf_counter()
            found = finds(text)
            each.append(time.perf_counter() - start)
            if sum(each) > 0.5:
                break
        spans.append(found)
        seconds.append(sorted(each)[len(each) // 2])
    return {"spans": spans, "seconds": seconds}


def _again_and_again(finds: Finds, sets: dict[str, list[str]], seconds: float) -> dict[str, float]:
    sizes = [(text, len(text.encode())) for some in sets.values() for text in some]
    done = 0
    start = time.perf_counter()
    for text, size_bytes in _for_ever(sizes):
        finds(text)
        done += size_bytes
        if time.perf_counter() - start > seconds:
            break
    return {"bytes": done, "seconds": time.perf_counter() - start}


def _for_ever(texts: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    while True:
        yield from texts


def _memory_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as source:  # noqa: PTH123
        return int(source.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
