"""Can owners be told what a rule will remove? The setting is read; the mail server is greeted, and no mail is sent."""

import aiosmtplib

from watchgate.doctor.model import Lines, failed, ok
from watchgate.kernel.errors import UserError
from watchgate.remediation.notices.configuration import MailServer, Notifying, Security, notifying
from watchgate.settings import Settings

_SETTING = "notices"
_SERVER = "mail server"
_PAGE = "Correct the setting `notices`; docs/remediation-rules.md shows it."


async def look(settings: Settings) -> Lines:
    """One line about the setting."""
    try:
        said = notifying(settings.notices)
    except UserError as problem:
        return [failed(_SETTING, str(problem), _PAGE)]
    ways = [name for name, way in (("mail", said.mail), ("webhook", said.webhook)) if way is not None]
    return [
        ok(_SETTING, f"by {' and '.join(ways)}" if ways else "nobody is told: no mail server, no webhook")
    ]


async def greet(settings: Settings) -> Lines:
    """One line about the mail server, when there is one."""
    said = _said(settings)
    return [] if said is None or said.mail is None else await _greet(said.mail)


def _said(settings: Settings) -> Notifying | None:
    try:
        return notifying(settings.notices)
    except UserError:
        return None  # the line about the setting says what is wrong


async def _greet(server: MailServer) -> Lines:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=server.timeout_s,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        cert_bundle=str(server.ca_file) if server.ca_file else None,
        username=server.username,
        password=server.password.reveal() if server.password else None,
    )
    try:
        async with client:
            await client.noop()
    except aiosmtplib.SMTPAuthenticationError as refused:
        remedy = "Check `username` and `password_ref` in notices.mail."
        return [failed(_SERVER, f"it refuses our credentials ({refused.code})", remedy)]
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        remedy = "Check `host`, `port`, `security` and `ca_file` in notices.mail, and the firewall."
        return [failed(_SERVER, f"it cannot be reached: {type(error).__name__}", remedy)]
    return [ok(_SERVER, f"{server.host} answers{' and lets us in' if server.username else ''}")]
