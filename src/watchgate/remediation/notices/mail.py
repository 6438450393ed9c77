"""How does a notice go by e-mail? One message to one address, over the mail server of the settings."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from watchgate.kernel.clock import Clock
from watchgate.remediation.notices.configuration import MailServer, Security
from watchgate.remediation.notices.model import Letter, NotDelivered
from watchgate.remediation.notices.templates import Templates


class Mail:
    """Sends by *server*."""

    def __init__(self, server: MailServer, templates: Templates, clock: Clock) -> None:
        self._server = server
        self._templates = templates
        self._clock = clock

    async def send(self, letter: Letter) -> None:
        """Raises NotDelivered."""
        message = self._message(letter)
        server = self._server
        try:
            await aiosmtplib.send(
                message,
                sender=server.sender,
                recipients=[letter.address.reveal()],
                hostname=server.host,
                port=server.port,
                username=server.username,
                password=server.password.reveal() if server.password else None,
                timeout=server.timeout_s,
                use_tls=server.security is Security.TLS,
                start_tls=server.security is Security.STARTTLS,
                cert_bundle=str(server.ca_file) if server.ca_file else None,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            codes = [one.code for one in refused.recipients]
            raise _refused(max(codes, default=550)) from None
        except aiosmtplib.SMTPAuthenticationError as refused:
            raise NotDelivered(
                f"the mail server refuses our credentials ({refused.code})", is_final=False
            ) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise _refused(refused.code) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NotDelivered(
                f"the mail server cannot be reached ({type(error).__name__})", is_final=False
            ) from None

    def _message(self, letter: Letter) -> EmailMessage:
        written = self._templates.write(letter.facts)
        message = EmailMessage()
        domain = self._server.sender.rpartition("@")[2]
        try:
            message["To"] = Address(addr_spec=letter.address.reveal())
        except (MessageError, ValueError, IndexError):
            raise NotDelivered("the owner's address is not one that mail can go to", is_final=True) from None
        message["From"] = self._server.sender
        message["Subject"] = written.subject
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{letter.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Watchgate-Notice"] = letter.id
        message.set_content(written.text)
        message.add_alternative(written.html, subtype="html")
        return message


def _refused(code: int) -> NotDelivered:
    """5xx is for good, 4xx for now."""
    return NotDelivered(f"the mail server refuses it ({code})", is_final=code >= 500)
