"""Is this number somebody's age? Only for those who ask.

34 years old · a 34-year-old · aged 34 · age: 34 · 34 Jahre alt · a 34 ans · 34 años · 34歳
"""

from collections.abc import Iterator

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding

ENTITY = "AGE"
_OLDEST = 120
_BEHIND = Evidence("words of age behind it", 0.7)
_BEFORE = Evidence("words of age before it", 0.6, "context")

_AGE = lazily(
    r"(?<![\w.,/$€£-])(?P<behind>[0-9]{1,3})(?:[ -]?(?:years?|yrs?)[ -]?old(?!\w)|[ ]?y/?o(?!\w)|[ ]Jahre[ ]alt(?!\w)|[ ](?:ans|años|anni|anos)(?=[ ]*(?:[.,;!?)\n]|de[ ]edad|d'âge|di[ ]età|\Z))"
    r"|[ ]år[ ]gam(?:mal|mel)|[ ]лет(?!\w)|[ ]?(?:歳|岁|세)(?!\w))"
    r"|(?<!\w)(?i:aged?|alter|âge|edad|età|idade|leeftijd|ålder|возраст)(?:[ ](?:is|of|was|ist))?[ ]?[:=]?[ ]?\"?(?P<before>[0-9]{1,3})(?![\w%]|[.:,/-][0-9])"
)


def find(text: str) -> Iterator[Finding]:
    """The numbers alone."""
    for found in _AGE.finditer(text):
        side, form = ("behind", _BEHIND) if found["behind"] else ("before", _BEFORE)
        if 0 < int(found[side]) <= _OLDEST:
            hit = finding(ENTITY, *found.span(side), "age", form)
            if hit:
                yield hit
