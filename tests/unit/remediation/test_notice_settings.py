"""How notices are set up and worded: what is taken, and what is refused with a word on what to do."""

import pytest

from watchgate.kernel.errors import UserError
from watchgate.remediation.notices.configuration import notifying
from watchgate.remediation.notices.model import Facts
from watchgate.remediation.notices.templates import Templates

MAIL = {"host": "mail.acme.example", "sender": "watchgate@acme.example"}
FACTS = Facts("A & B", "redact", {"file": 1}, ("EMAIL",), "2026-11-01", "2026-11-02", "soon", "rem_1", "<us>")


def test_without_settings_there_is_no_way_and_the_wording_works():
    said = notifying({})

    assert (said.mail, said.webhook, said.contact) == (None, None, "your administrator")
    assert "masked for good in our copy" in said.templates.write(FACTS).text


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_from_the_security(security, port):
    assert notifying({"mail": {**MAIL, "security": security}}).mail.port == port


@pytest.mark.parametrize(
    ("notices", "said"),
    [
        ({"male": {}}, "notices.male: is not a known key"),
        ({"mail": {**MAIL, "hots": "x"}}, "notices.mail.hots: is not a known key"),
        ({"mail": {**MAIL, "sender": "nobody"}}, "is not an e-mail address"),
        ({"mail": {**MAIL, "username": "me"}}, "both are needed"),
        ({"mail": {**MAIL, "security": "none", "username": "me", "password_ref": "env:X"}}, "in the clear"),
        ({"mail": {**MAIL, "username": "me", "password_ref": "env:NOT_SET"}}, "NOT_SET is not set"),
        ({"webhook": {"url": "http://x.example", "secret_ref": "env:X"}}, "plain http"),
        ({"webhook": {"url": "https://me:pw@x.example", "secret_ref": "env:X"}}, "is not an https address"),
        ({"webhook": {"url": "https://x.example"}}, "notices.webhook.secret_ref"),
        ({"wording": {"text": "{{ content }}"}}, "uses content, which there is not"),
        ({"wording": {"text": "{{ workspace.secret }}"}}, "is not a template that works"),
        ({"wording": {"text": "{% if %}"}}, "is not a template that works"),
        ({"wording": {"html": "{% for i in range(90000) %}x{% endfor %}"}}, "becomes longer"),
        ({"wording": {"text": "{{ ''.__class__.__mro__ }}"}}, "is not a template that works"),
    ],
)
def test_what_makes_no_sense_is_refused(notices, said):
    with pytest.raises(UserError) as problem:
        notifying(notices)

    assert said in str(problem.value)


def test_a_subject_is_one_line_and_html_is_escaped():
    written = Templates("a\n\n{{ workspace }}", "{{ contact }}", "<p>{{ contact }}</p>").write(FACTS)

    assert (written.subject, written.text, written.html) == ("a A & B", "<us>", "<p>&lt;us&gt;</p>")
