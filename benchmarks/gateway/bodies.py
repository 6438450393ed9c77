"""What is asked? A chat request of about 1 KB: clean, with three personal values, streamed."""

import json

PERSONAL = ("maria.andersson@example.com", "(415) 555-0132", "4111 1111 1111 1111")
"""In the last message, since some gateways look at no other."""

_SYSTEM = (
    "You answer questions about parcels for a shop that sells furniture. Be brief and friendly, say what you know from the order "
    "and what you do not know, and never promise a date that the carrier has not confirmed. If the customer is upset, say sorry once, "
    "then say what happens next and by when. Offer a person to talk to when you have asked twice and still cannot help."
)
_EARLIER = [
    (
        "user",
        "Good morning, my chair was due on Monday and the page with the parcel has not changed since Friday evening.",
    ),
    (
        "assistant",
        "I am sorry for the wait. May I look at the order? Please tell me its number, it begins with two letters.",
    ),
]
_CLEAN = (
    "It is the order for the oak chair with the high back, ordered two weeks ago together with a lamp that has arrived already. Please "
    "tell me where it is right now and whether somebody can ring me before they come, since the bell does not work."
)
_WITH_VALUES = (
    "Write to {} or ring {} before they come, since the bell does not work. I paid with the card {} if that helps you to find "
    "the order for the oak chair; the lamp has arrived already. Please tell me where it is right now."
).format(*PERSONAL)


def _chat(last: str, *, stream: bool = False) -> bytes:
    turns = [("system", _SYSTEM), *_EARLIER, ("user", last)]
    document = {
        "model": "gpt-4o",
        "temperature": 0.2,
        "max_tokens": 256,
        "messages": [{"role": role, "content": text} for role, text in turns],
    }
    return json.dumps({"stream": True} | document if stream else document, separators=(",", ":")).encode()


BODIES = {
    "clean": _chat(_CLEAN),
    "personal": _chat(_WITH_VALUES),
    "stream": _chat(_CLEAN, stream=True),
    "stream-personal": _chat(_WITH_VALUES, stream=True),
}
