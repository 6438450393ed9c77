"""Do these ids, names and keys have the form that OpenAI gives them? Typing mistakes are told before anything is asked or stored."""

import re
from uuid import UUID

from watchgate.kernel.content import Content
from watchgate.workspaces.errors import Malformed
from watchgate.workspaces.model import Enrolment

MAX_NAME_CHARS = 100
_KEY_CHARS = range(16, 513)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_ORGANIZATION = re.compile(r"org-[A-Za-z0-9_-]{4,100}")
_NOT_KEYS = (
    (re.compile(r"org-.*"), "an organisation's id"),
    (_UUID, "a workspace's id"),
    (re.compile(r"wg_.*"), "a Watchgate token"),
    (re.compile(r"key_.*"), "a key's id, not its secret"),
    (re.compile(r"sk-(?:[A-Za-z]+-)?\.\.\..*|.*[*…•].*"), "a key that was shortened for display"),
)


def enrolment(
    workspace_id: str, name: str, organization_id: str, compliance_key: Content, admin_key: Content | None
) -> Enrolment:
    """All of it checked. Raises Malformed with what is wrong, where the right one is found, and never with a key."""
    return Enrolment(
        parse_workspace_id(workspace_id),
        check_name(name),
        check_organization_id(organization_id),
        check_key(compliance_key, "compliance key"),
        check_key(admin_key, "admin key") if admin_key is not None else None,
    )


def parse_workspace_id(text: str) -> UUID:
    """The workspace's UUID. Raises Malformed."""
    text = text.strip()
    if not _UUID.fullmatch(text):
        hint = " It looks like an organisation's id." if text.startswith("org-") else ""
        raise Malformed(
            f"The workspace id is not a UUID like 6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11.{hint}"
            " ChatGPT shows it under Workspace settings > General."
        )
    return UUID(text)


def check_name(name: str) -> str:
    """The name without surrounding white space. Raises Malformed when it is empty, too long, or not printable."""
    name = name.strip()
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise Malformed(f"A workspace's name has 1 to {MAX_NAME_CHARS} printable characters. Choose another.")
    if _UUID.fullmatch(name):
        raise Malformed("A workspace's name must not look like an id: both find a workspace. Choose another.")
    return name


def check_organization_id(text: str) -> str:
    """The organisation's id. Raises Malformed."""
    text = text.strip()
    if not _ORGANIZATION.fullmatch(text):
        hint = " It looks like a workspace's id." if _UUID.fullmatch(text) else ""
        raise Malformed(
            f"The organisation id does not have the form org-….{hint}"
            " The platform shows it under Settings > Organization > General."
        )
    return text


def check_key(key: Content, what: str) -> Content:
    """The key without surrounding white space. Raises Malformed, which names the kind of mistake and not the key."""
    text = key.reveal().strip()
    if not text:
        raise Malformed(f"The {what} is empty. Give it in a file, at the prompt, or on standard input.")
    for pattern, mistake in _NOT_KEYS:
        if pattern.fullmatch(text):
            raise Malformed(f"What was given as the {what} looks like {mistake}. Give the key itself (sk-…).")
    if len(text) not in _KEY_CHARS or not text.isascii() or not text.isprintable() or " " in text:
        raise Malformed(
            f"The {what} does not look like an OpenAI key: one word of {_KEY_CHARS.start} to {_KEY_CHARS.stop - 1}"
            " letters, digits, - and _ (sk-…). Copy it again."
        )
    return Content(text)
