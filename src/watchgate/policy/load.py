"""Is this pack good, and what does it ask for? From the texts of pack files to a chain of policies.

Everything wrong is reported at once, each with its file, line and column. Nothing is half-loaded.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import ValidationError

from watchgate.documents.complaints import complaints, did_you_mean
from watchgate.documents.problems import Complaint, Problem, Source
from watchgate.documents.yaml_tree import Plain, Tree, layered, parse, render
from watchgate.policy.chain import Chain, Link, link
from watchgate.policy.errors import PackError
from watchgate.policy.kinds import KINDS
from watchgate.policy.kinds.audit_logger import AuditLogger
from watchgate.policy.kinds.common import Common
from watchgate.policy.model import Path, Phase
from watchgate.policy.pack import Pack

__all__ = ["Loaded", "PackError", "Source", "load_pack"]

_START_FROM = "Start from examples/policy-config.yaml."
Configs = dict[str, tuple[str, Common]]
"""By name of the policy: its kind and its settings."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A good pack."""

    pack: Pack
    chain: Chain
    warnings: tuple[Problem, ...] = ()


def load_pack(sources: Sequence[Source]) -> Loaded:
    """The pack that *sources* make, each laid over those before it. Raises `PackError` with everything that is wrong."""
    tree = _tree(sources)
    plain = tree.plain()
    pack, found = _checked_pack(plain)
    configs, more = _checked_policies(plain)
    found += more
    if pack is not None:
        found += _about_pack(pack)
    if pack is not None and not any(complaint.severity == "error" for complaint in found):
        chain = Chain(list(_links(pack, configs)), is_disabled=not pack.pack.enabled)
        found += _about_chain(chain)
        return Loaded(pack, chain, tuple(_located(tree, complaint) for complaint in found))
    raise PackError(sorted((_located(tree, complaint) for complaint in found), key=_by_place))


def _tree(sources: Sequence[Source]) -> Tree:
    parsed = [parse(source, _START_FROM) for source in sources]
    if problems := [problem for _, found in parsed for problem in found]:
        raise PackError(problems)
    trees = [tree for tree, _ in parsed if tree is not None]
    return reduce(layered, trees)


def _checked_pack(plain: Plain) -> tuple[Pack | None, list[Complaint]]:
    try:
        # By way of JSON, so that strict types and lists agree: YAML's lists become our tuples.
        return Pack.model_validate_json(json.dumps(plain)), []
    except ValidationError as error:
        return None, list(complaints(error, Pack))


def _checked_policies(plain: Plain) -> tuple[Configs, list[Complaint]]:
    """The settings of each policy of the chain. Only what is right in the pack's outline is looked at here."""
    policies = plain.get("policies") if isinstance(plain, dict) else None
    if not isinstance(policies, dict):
        return {}, []
    chain, settings = policies.get("chain", []), policies.get("policy", {})
    names = [name for name in chain if isinstance(name, str)] if isinstance(chain, list) else []
    settings = settings if isinstance(settings, dict) else {}
    found = list(_about_names(names, settings))
    configs: Configs = {}
    for name in dict.fromkeys([*names, *settings]):
        own = settings.get(name)
        given = own if isinstance(own, dict) else {}
        kind = given.get("kind", name)
        where: Path = ("policies", "policy", name)
        if kind not in KINDS:
            found.append(_unknown_kind(names, name, given))
            continue
        try:
            config = KINDS[str(kind)].config.model_validate_json(json.dumps(given))
        except ValidationError as error:
            found += (_below(where, complaint) for complaint in complaints(error, KINDS[str(kind)].config))
            continue
        found += (_below(where, complaint) for complaint in config.complaints())
        found += _about_kind(name, str(kind))
        configs[name] = (str(kind), config)
    return configs, [*found, *_about_audit(names, configs)]


def _about_names(names: list[str], settings: Mapping[str, Plain]) -> Iterator[Complaint]:
    for index, name in enumerate(names):
        if name in names[:index]:
            remedy = f"Give the second one a name of its own: `{name}-2: {{kind: {name}, …}}`."
            yield Complaint(("policies", "chain", index), f"`{name}` stands twice in the chain.", remedy)
    for name in settings:
        if name not in names:
            message = "These settings have no effect: the policy is not in the chain."
            remedy = f"Add `{name}` to `policies.chain`, or remove them."
            yield Complaint(("policies", "policy", name), message, remedy, is_about_key=True)


def _about_kind(name: str, kind: str) -> Iterator[Complaint]:
    if name in KINDS and name != kind:
        message = f"It is called `{name}`, which is another kind of policy."
        yield Complaint(("policies", "policy", name, "kind"), message, "Give it a name of its own.")


def _about_audit(names: list[str], configs: Configs) -> Iterator[Complaint]:
    audits = [
        name for name in dict.fromkeys(names) if name in configs and configs[name][0] == AuditLogger.kind
    ]
    for name in audits[1:]:
        message = f"There can be one audit-logger, and `{audits[0]}` is one already."
        yield Complaint(("policies", "chain", names.index(name)), message, "Remove one of them.")


def _unknown_kind(names: list[str], name: str, given: Mapping[str, Plain]) -> Complaint:
    if "kind" in given:
        path: Path = ("policies", "policy", name, "kind")
        return Complaint(
            path,
            f"There is no kind of policy called `{given['kind']}`.",
            did_you_mean(str(given["kind"]), KINDS),
        )
    path = ("policies", "chain", names.index(name)) if name in names else ("policies", "policy", name)
    return Complaint(path, f"There is no policy called `{name}`.", did_you_mean(name, KINDS))


def _about_pack(pack: Pack) -> Iterator[Complaint]:
    ids = [target.id for target in pack.providers.targets]
    for index, target in enumerate(pack.providers.targets):
        where = ("providers", "targets", index)
        if target.id in ids[:index]:
            yield Complaint(
                (*where, "id"), f"Two targets are called `{target.id}`.", "Give each a name of its own."
            )
        if target.base_url and _is_open_to_listeners(target.base_url):
            message = "Requests and keys travel to this address unencrypted."
            yield Complaint((*where, "base_url"), message, "Use https.", "warning")
    if pack.clients.auth == "none":
        message = "Everybody who can connect to the gateway may use it, at your expense."
        yield Complaint(
            ("clients", "auth"),
            message,
            "Use `auto` or `keys` unless a network boundary protects it.",
            "warning",
        )
    if pack.clients.auth == "keys":
        yield from _without_a_key_of_its_own(pack)
    if not pack.pack.enabled:
        message = "The pack is switched off: no policy runs, and everything is recorded as not scanned."
        yield Complaint(("pack", "enabled"), message, "Set `enabled: true`.", "warning")
    if pack.lets_through("/v1/chat/completions/") or pack.lets_through("/anything/at/all"):
        message = "This lets nearly every endpoint pass unread."
        yield Complaint(("passthrough",), message, "Name the paths you need.", "warning")


def _without_a_key_of_its_own(pack: Pack) -> Iterator[Complaint]:
    for index, target in enumerate(pack.providers.targets):
        if target.secret_key_ref is None:
            message = "Clients come with gateway keys, which are never passed on: this target is asked without any key."
            remedy = "Name the provider's key with `secret_key_ref`, if the provider wants one."
            yield Complaint(("providers", "targets", index), message, remedy, "warning")


def _about_chain(chain: Chain) -> Iterator[Complaint]:
    if not chain.is_disabled and not any(chain.needs_text(phase) for phase in Phase):
        message = "No policy in the chain reads text, so everything is recorded as not scanned."
        yield Complaint(
            ("policies", "chain"),
            message,
            "Add prompt-injection, pii-detector, secret-scanner or content-filter.",
            "warning",
        )


def _links(pack: Pack, configs: Configs) -> Iterator[Link]:
    for name in pack.policies.chain:
        kind, config = configs[name]
        yield link(name, KINDS[kind].make(name, config), config)


def _is_open_to_listeners(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return False
    try:
        return not ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return True


def _below(path: Path, complaint: Complaint) -> Complaint:
    return replace(complaint, path=(*path, *complaint.path))


def _located(tree: Tree, complaint: Complaint) -> Problem:
    place = tree.place_of(complaint.path, key=complaint.is_about_key)
    return Problem(place, render(complaint.path), complaint.message, complaint.suggestion, complaint.severity)


def _by_place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column
