"""Values of every entity, and ways to grow random texts around them."""

from base64 import b64encode

from hypothesis import strategies as st

from watchgate.detection.injection.patterns import ALL_RULES
from watchgate.detection.secrets.table import SECRETS

PEM_KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEpAIBAAKCAQEA7bq8Tz1yHk2\n"
    "Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2e\nXoI9==\n-----END RSA PRIVATE KEY-----"
)
ESCAPED_KEY = PEM_KEY.replace("\n", "\\n")
UNFINISHED_KEY = PEM_KEY[:110]

PII = {
    "EMAIL_ADDRESS": (
        "maria.andersson@example.com",
        "jörg_1+tag@bücher.example.org",
        "O'Neil@sub.example.co.uk",
        "maria(at)example dot com",
        "m.lopez (at) example.org",
        "\uff4d\uff41\uff52\uff49\uff41\uff20\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45\uff0e\uff4a\uff50",
    ),
    "PHONE_NUMBER": (
        "+1 415 555 0132",
        "(415) 555-0132",
        "415-555-0132",
        "415.555.0132x77",
        "+44 20 7946 0958",
        "+49 (0)30 901820",
        "01 42 68 53 00",
        "tel 555 0132",
        "+1\u202f415\u2011555\u20110132",
        "532 123 45 67",
        "call 22-47-31-56",
        "my number is 612 345 678",
        "020 7946 0958-Office",
        "\uff10\uff13-\uff11\uff12\uff13\uff14-\uff15\uff16\uff17\uff18",
        "\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667",
    ),
    "US_SSN": ("536-22-1234", "SSN 536 22 1234", "social security 536221234"),
    "US_ITIN": ("912-70-1234",),
    "CREDIT_CARD": (
        "4111 1111 1111 1111",
        "5555555555554444",
        "3782 822463 10005",
        "6011-1111-1111-1117",
        "41111111 1111-1111",
    ),
    "IBAN_CODE": (
        "GB82 WEST 1234 5698 7654 32",
        "DE89370400440532013000",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "DE 89 370400 44-0532013000",
    ),
    "IP_ADDRESS": ("192.168.10.4", "2001:db8::8a2e:370:7334", "::ffff:10.0.0.1"),
    "URL": ("https://www.example.com/a?b=c", "www.example.org", "http://user@host.example.com:80/x_(y)"),
    "CRYPTO": (
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "ethereum 0x52908400098527886E0F7030069857D2E4169EE7",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
        "solana 7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
    ),
    "UK_NHS": ("NHS 943 476 5919",),
    "UK_NINO": ("AB 12 34 56 C", "AB123456C"),
}
SECRET = {kind.entity: (kind.example,) for kind in SECRETS} | {
    "PRIVATE_KEY": (PEM_KEY, ESCAPED_KEY, UNFINISHED_KEY)
}
VALUES = {**PII, **SECRET}

_GLUE = st.sampled_from(
    [
        " ",
        " ",
        " ",
        ", ",
        "\n",
        ". ",
        "  ",
        "-",
        ".",
        "/",
        ":",
        "(",
        ")",
        '"',
        "<",
        "é",
        "请",
        "\u00a0",
        "x",
        "_",
        "\t",
        "@",
        "+",
        "\u200b",
    ]
)
_WORDS = st.sampled_from(
    [
        "the",
        "of",
        "and",
        "card",
        "order",
        "phone",
        "call",
        "number",
        "IBAN",
        "NHS",
        "USA",
        "THE",
        "WEST",
        "AB",
        "A",
        "C",
        "12",
        "7",
        "2024",
        "555",
        "1234",
        "0132",
        "12.5",
        "3",
        "apples",
        "twilio:",
        "aws",
        "datadog",
        "api_key=",
        "password:",
        "-----BEGIN",
        "-----",
        "END",
        "10.0",
        "::",
        "4111",
        "+1",
        "+44",
        "(0)",
        "536-22",
        "www.",
        "https://",
        "@",
        "sk-",
        "ghp_",
    ]
)
_NOISE = st.text(alphabet='aAzZ09 .,-+()/@:_\n"é请１\u00a0', max_size=8)
_PLANTED = st.sampled_from([value for values in VALUES.values() for value in values])
_BROKEN = st.builds(lambda value, at: value[: at % (len(value) + 1)], _PLANTED, st.integers(0, 200))

texts = st.lists(st.one_of(_GLUE, _GLUE, _WORDS, _PLANTED, _BROKEN, _NOISE), min_size=1, max_size=24).map(
    "".join
)
"""Texts in which every entity occurs, whole and broken off, with all kinds of neighbours."""

_EXAMPLES = st.sampled_from([text for rule in ALL_RULES for text in (rule.example, rule.not_example)])
_DISGUISED = st.sampled_from(
    [rule.example.replace("o", "0").replace("e", "3") for rule in ALL_RULES]
    + [b64encode(rule.example.encode()).decode() for rule in ALL_RULES]
    + ["\u200b".join(rule.example) for rule in ALL_RULES[:6]]
)
_OPENINGS = st.sampled_from([opening for rule in ALL_RULES for opening in rule.opens])
_BETWEEN = st.sampled_from(
    [
        " ",
        " ",
        ". ",
        ", ",
        "\n",
        "! ",
        " and ",
        " your ",
        " system prompt ",
        " all ",
        " previous ",
        "3",
        "\u200b",
        "1",
        "请",
        "-",
    ]
)
_FILLER = st.sampled_from(
    ["the weather is fine today", "x" * 70, "you " * 12, "rules of the house ", "а", "please", "now", "mode "]
)

sentences = st.lists(
    st.one_of(_EXAMPLES, _DISGUISED, _BETWEEN, _BETWEEN, _OPENINGS, _FILLER), min_size=1, max_size=14
).map("".join)
"""Texts in which every rule's signals occur, and much that begins like one."""
