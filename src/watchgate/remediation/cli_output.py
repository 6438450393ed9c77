"""How do plans and requests look in a terminal? So that a lawyer understands what would happen, and what has."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from watchgate.commands.table import print_table
from watchgate.commands.terminal import console, on_one_line, plain, print_cursor
from watchgate.remediation.model import Kind
from watchgate.remediation.proposal import spoken

_SHOWN = 20
_SHORT = 19
_COLOURS = {"verified": "green", "done": "green", "failed": "red", "held": "yellow", "rejected": "red"}
_VERBS = {"delete": "Delete", "redact": "Redact", "isolate": "Isolate"}
_NEXT = {
    "planned": "Ask for it:  watchgate remediate request {id}",
    "requested": "Decide (somebody else):  watchgate remediate approve {id}",
    "approved": "It begins by itself; watch it:  watchgate remediate status {id} --watch",
    "running": "Watch it:  watchgate remediate status {id} --watch",
    "paused": "Go on:  watchgate remediate resume {id}",
    "done": "It is being verified:  watchgate remediate status {id}",
    "verified": "The receipts:  watchgate remediate receipt {id}",
}


def print_json(found: object) -> None:
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


def print_request(found: Mapping[str, Any], comments: Iterable[Mapping[str, Any]] = ()) -> None:
    """What is asked for, by whom and why, and how far it is."""
    out = console()
    title = f"{_VERBS[found['action']]} {_kinds(found['plan']['by_kind'])}"
    state = Text(found["state"], style=_COLOURS.get(found["state"], "bold cyan"))
    out.print(Text(title, style="bold").append(" · ").append_text(state))
    lines = {
        "request": found["id"],
        "reason": plain(found["reason"] or "(erased with its workspace)"),
        "asked by": f"{plain(found['requested_by_name'])}, {_time(found['created_at'])}",
        "approval": _approval(found),
        "emergency": _emergency(found),
        "waits until": _time(found["expires_at"]),
        "starts after": _time(found["starts_after"]),
        "began": _time(found["started_at"]),
        "ended": _time(found["finished_at"]),
        "person": plain(found["person_id"] or ""),
        "erasure": _erasure(found["erasure"]),
        "note": plain(found["note"] or ""),
    }
    for name, value in lines.items():
        if value:
            out.print(Text(f"  {name:<13} {value}"))
    for one in comments:
        out.print(Text(f"  {plain(one['written_by_name'])}: {plain(one['text'] or '(erased)')}", style="dim"))
    _print_states(out, found["objects"])


def _erasure(erasure: Mapping[str, Any] | None) -> str:
    if erasure is None:
        return ""
    gone = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in erasure["rows"].items())
    return {
        "waiting": "what is left of the person goes when every object is verified",
        "erasing": f"under way: {gone or 'nothing yet'}",
        "erased": f"over since {_time(erasure['finished_at'])}: {gone or 'nothing was left'}",
        "stopped": "stopped, nothing more was erased",
    }[erasure["state"]]


def print_plan(found: Mapping[str, Any]) -> None:
    """The sums of the dry-run."""
    out, plan = console(), found["plan"]
    is_plan = found["state"] == "planned"
    heading = "What would happen (this is a dry-run: nothing has changed)" if is_plan else "What was planned"
    out.print(Text(f"\n{heading}", style="bold"))
    lines = [
        f"{plan['objects']:,} object{'s' * (plan['objects'] != 1)}: {_kinds(plan['by_kind'])}; {plan['findings']:,} findings."
    ]
    if plan["presence"] and found["action"] != "redact":
        seen = ", ".join(f"{count:,} {_PRESENCE[word]}" for word, count in plan["presence"].items())
        lines.append(f"At OpenAI: {seen}.")
    if plan["counts"]:
        lines.append(
            "Our own copy: "
            + ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in plan["counts"].items())
            + "."
        )
    if plan["held"]:
        lines.append(f"Kept by legal holds ({', '.join(plan['holds'])}): {plan['held']:,} of them.")
    lines.append(_duration(plan))
    for line in lines:
        out.print(Text(f"  {line}"))
    for warning in plan["warnings"]:
        out.print(Text(f"  Note: {warning}", style="yellow"))
    if plan["key_refuses"]:
        out.print(Text(f"  It cannot be requested: {plan['key_refuses']}", style="bold red"))


def print_effects(objects: Sequence[Mapping[str, Any]], total: int) -> None:
    """What goes, goes along and stays; said once for objects of which it is the same."""
    out = console()
    is_looked_at = any(one["effects"]["presence"] != "not_looked" for one in objects)
    said: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for one in objects:
        effects = one["effects"]
        key = (one["kind"], *(tuple(effects[name]) for name in ("goes", "goes_with_it", "stays")))
        said.setdefault(key, []).append(one)
    for (kind, goes, along, stays), ones in said.items():
        out.print(Text(f"\n{spoken(Kind(kind)).capitalize() if kind != 'gpt' else 'GPT'}", style="bold"))
        for one in ones[:_SHOWN]:
            out.print(Text(f"  {_named(one, is_looked_at=is_looked_at)}"), overflow="ellipsis", no_wrap=True)
        if len(ones) > _SHOWN:
            out.print(Text(f"  … and {len(ones) - _SHOWN:,} more", style="dim"))
        for heading, sentences in (("goes", goes), ("goes along", along), ("stays", stays)):
            for number, sentence in enumerate(sentences):
                out.print(Text(f"    {heading if number == 0 else '':<11} {sentence}"))
    if total > len(objects):
        out.print(Text(f"\n… and {total - len(objects):,} more objects: --json shows all.", style="dim"))


def print_objects(objects: Iterable[Mapping[str, Any]]) -> None:
    """One line each: what became of it."""
    columns = ("no.", "kind", "id", "owner", "findings", "state", "note")
    print_table(columns, [_object_row(one) for one in objects], folds=("note",))


def _object_row(one: Mapping[str, Any]) -> tuple[str | Text, ...]:
    return (
        str(one["number"]),
        spoken(Kind(one["kind"])),
        on_one_line(one["id"]),
        on_one_line(one["owner_id"] or "-"),
        f"{one['findings']['total']:,}",
        Text(one["state"].replace("_", " "), style=_COLOURS.get(one["state"], "")),
        on_one_line(one["note"] or ""),
    )


def print_requests(page: Mapping[str, Any]) -> None:
    """One line each, the newest first."""
    if not page["data"]:
        typer.echo("There is no request, with these options. `watchgate remediate plan --help` begins one.")
        return
    columns = ("request", "state", "what", "asked by", "created")
    print_table(columns, [_request_row(one) for one in page["data"]], folds=("what",))
    print_cursor(page["next_cursor"])


def _request_row(one: Mapping[str, Any]) -> tuple[str | Text, ...]:
    state = Text(one["state"], style=_COLOURS.get(one["state"], "cyan"))
    if one["is_emergency"] and one["acknowledged_at"] is None:
        state.append(" EMERGENCY, not acknowledged", style="bold red")
    return (
        one["id"],
        state,
        f"{one['action']} {_kinds(one['plan']['by_kind'])}",
        on_one_line(one["requested_by_name"]),
        _time(one["created_at"]),
    )


def print_next(found: Mapping[str, Any]) -> None:
    """What can be done now."""
    if hint := _NEXT.get(found["state"]):
        typer.echo("\n" + hint.format(id=found["id"]))


_PRESENCE = {"there": "there", "gone": "gone already", "unknown": "not known", "not_looked": "not looked at"}


def _named(one: Mapping[str, Any], *, is_looked_at: bool) -> str:
    effects, findings = one["effects"], one["findings"]
    found = ", ".join(f"{count} {entity}" for entity, count in findings["by_entity"].items()) or "no finding"
    held = f"  KEPT by {effects['hold']}" if effects["hold"] else ""
    seen = (
        "" if effects["presence"] == "there" or not is_looked_at else f"  ({_PRESENCE[effects['presence']]})"
    )
    owner = f"  of {on_one_line(one['owner_id'])}" if one["owner_id"] else ""
    return f"{one['number']:>4}  {on_one_line(one['id'])}{owner}  {found}{seen}{held}"


def _kinds(by_kind: Mapping[str, int]) -> str:
    return (
        ", ".join(f"{count:,} {spoken(Kind(kind))}{'s' * (count != 1)}" for kind, count in by_kind.items())
        .replace("memorys", "memories")
        .replace("canvass", "canvases")
    )


def _duration(plan: Mapping[str, Any]) -> str:
    seconds = plan["expected_seconds"]
    caps = {"a minute": plan["per_minute"], "an hour": plan["per_hour"]}
    said = ", ".join(f"{most:,} {time}" for time, most in caps.items() if most)
    rate = f" (at most {said})" if said else ""
    if seconds is None:
        return f"How long it takes depends on OpenAI{rate}."
    if seconds < 120:
        return f"It takes about {max(seconds, 1)} s{rate}."
    return (
        f"It takes about {seconds // 60:,} min{rate}."
        if seconds < 7200
        else f"It takes about {seconds // 3600:,} h{rate}."
    )


def _approval(found: Mapping[str, Any]) -> str:
    if found["decided_by_name"] and not found["is_emergency"]:
        word = "rejected" if found["state"] == "rejected" else "approved"
        return f"{word} by {plain(found['decided_by_name'])}, {_time(found['decided_at'])}"
    return str(found["approval_note"])


def _emergency(found: Mapping[str, Any]) -> str:
    if not found["is_emergency"]:
        return ""
    if found["acknowledged_by_name"]:
        return f"acknowledged by {plain(found['acknowledged_by_name'])}, {_time(found['acknowledged_at'])}"
    return f"by {plain(found['decided_by_name'] or '?')}; nobody has acknowledged it yet"


def _print_states(out: Console, states: Mapping[str, int]) -> None:
    if states:
        said = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in states.items())
        out.print(Text(f"  {'objects':<13} {said}"))


def _time(moment: str | None) -> str:
    return f"{moment[:_SHORT].replace('T', ' ')} UTC" if moment else ""
