"""Why was a question not answered, and what mends it? From the outcome alone; OpenAI's bodies are not read."""

from watchgate.workspaces.ports import Answer, Outcome
from watchgate.workspaces.questions import Question, Topic
from watchgate.workspaces.report import Check, Status

_SUBJECTS = {
    Topic.OBJECTS: "the workspace's users, files and other objects",
    Topic.AUDIT: "the organisation's audit logs",
    Topic.COSTS: "the organisation's costs",
}
_WRONG_WORKSPACE = (
    "Compare the workspace id with the one that ChatGPT shows under Workspace settings > General, and make the key in that"
    " workspace: a compliance key belongs to one workspace only."
)
_WRONG_ORGANIZATION = (
    "Compare the organisation id (org-…) with the one under Settings > Organization > General."
)
_NOT_OUR_SIDE = {
    Outcome.SERVER_ERROR: "The fault is on OpenAI's side. Test again in a few minutes; status.openai.com tells of outages.",
    Outcome.TIMED_OUT: "Test again; if it stays so, look at the proxy or firewall between this machine and {host}.",
    Outcome.UNREACHABLE: (
        "Check this machine's network, DNS, firewall and proxy (HTTPS_PROXY), and that the base URL is right"
        " (WATCHGATE_CHATGPT_BASE_URL, WATCHGATE_OPENAI_BASE_URL)."
    ),
    Outcome.UNEXPECTED: (
        "Something between us and OpenAI may answer in its place (a proxy, a captive portal), or the base URL is wrong"
        " (WATCHGATE_CHATGPT_BASE_URL, WATCHGATE_OPENAI_BASE_URL)."
    ),
}


def check_of(question: Question, answer: Answer, last_four: str) -> Check:
    """The line of the report for one question."""
    if answer.outcome is Outcome.READ:
        return Check(question.check, Status.OK, f"The key …{last_four} may read {subject_of(question)}.")
    status = Status.FAILED if _is_verdict(answer) else Status.UNKNOWN
    return Check(
        question.check, status, _detail(question, answer, last_four), remedy_of(question, answer, last_four)
    )


def subject_of(question: Question) -> str:
    """What the question is about, in words: `compliance logs of type AUDIT_LOG`."""
    kind = question.check.removeprefix("logs ")
    return _SUBJECTS.get(question.topic) or f"compliance logs of type {kind}"


def remedy_of(question: Question, answer: Answer, last_four: str) -> str:
    """What to do about it: one or two sentences; empty when nothing is."""
    wait = f"{answer.retry_after_s} s" if answer.retry_after_s else "a minute"
    remedies = {
        Outcome.READ: "",
        Outcome.UNAUTHENTICATED: (
            f"The key …{last_four} was mistyped, has expired, or was deleted. Copy it again, or make a new one under"
            f" {_place_of_keys(question)}."
        ),
        Outcome.FORBIDDEN: _permission_remedy(question, last_four),
        Outcome.NOT_FOUND: _WRONG_ORGANIZATION if _is_of_organization(question) else _WRONG_WORKSPACE,
        Outcome.RATE_LIMITED: f"Wait {wait} and test again; another program may be using the same key.",
    }
    return remedies.get(answer.outcome) or _NOT_OUR_SIDE.get(answer.outcome, "").format(host=answer.host)


def _detail(question: Question, answer: Answer, last_four: str) -> str:
    return _DETAILS[answer.outcome].format(
        host=answer.host,
        four=last_four,
        status=answer.status,
        note=answer.note,
        subject=subject_of(question),
        owner="organisation" if _is_of_organization(question) else "workspace",
    )


_DETAILS = {
    Outcome.UNAUTHENTICATED: "{host} does not accept the key …{four} (401).",
    Outcome.FORBIDDEN: "The key …{four} may not read {subject} (403).",
    Outcome.NOT_FOUND: "For the key …{four} there is no such {owner} at {host} ({status}).",
    Outcome.RATE_LIMITED: "{host} asks us to slow down (429).",
    Outcome.SERVER_ERROR: "{host} failed ({status}).",
    Outcome.TIMED_OUT: "{host} did not answer: {note}.",
    Outcome.UNREACHABLE: "{host} cannot be reached: {note}.",
    Outcome.UNEXPECTED: "{host} gave an answer that is not OpenAI's: {note}.",
}


def _permission_remedy(question: Question, last_four: str) -> str:
    if question.topic in {Topic.AUDIT, Topic.COSTS}:
        return (
            f"Make an admin key of the organisation that may {question.scope} ({_place_of_keys(question)}) and give it with"
            " `watchgate workspaces rotate-key --kind admin`. A compliance key or a project key does not do."
        )
    return (
        f"The key lacks the scope {question.scope}. Make a key that has it under {_place_of_keys(question)}; for a platform"
        f" key, ask OpenAI support to grant it the compliance scopes: name the key, its last four characters ({last_four})"
        " and the workspace id. If all has been granted, the workspace's IP allow-list for the compliance API may lack this"
        " machine's address."
    )


def _place_of_keys(question: Question) -> str:
    if question.topic in {Topic.AUDIT, Topic.COSTS}:
        return "platform.openai.com > Settings > Admin keys"
    return "admin.openai.com > Credentials > Admin keys"


def _is_of_organization(question: Question) -> bool:
    return question.topic not in {Topic.LOGS, Topic.OBJECTS}


def _is_verdict(answer: Answer) -> bool:
    """Did OpenAI say no? Then asking again changes nothing. Otherwise we do not know."""
    return answer.outcome in {
        Outcome.UNAUTHENTICATED,
        Outcome.FORBIDDEN,
        Outcome.NOT_FOUND,
        Outcome.UNREACHABLE,
        Outcome.UNEXPECTED,
    }
