"""Where can a file be fetched that somebody uploaded, or gave to a GPT or a project?"""

from datetime import timedelta

from watchgate.simulator.compliance_host.built import Kind
from watchgate.simulator.compliance_host.call import ComplianceCall, expired, not_found
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.population.model import SimulatedFile
from watchgate.simulator.reply import RedirectReply

SHELF = "uploads"


def get_user_file(asked: ComplianceCall) -> RedirectReply:
    """307 for a file that lives; 404 for a strange one, 410 for one that was uploaded too long ago."""
    file = upload_of(asked)
    lives = timedelta(hours=asked.workspace.simulation.settings.office.upload_hours)
    if file.uploaded_at + lives <= asked.now:
        raise expired("File")
    return asked.redirect(SHELF, file.file_id, is_expired="file-expired-url" in asked.faults)


def upload_of(asked: ComplianceCall) -> SimulatedFile:
    """The file that the path names, of the person that it names. Raises ApiError."""
    person = person_of(asked)
    file = asked.workspace.upload(asked.part("file_id"))
    deletions = asked.workspace.deletions
    if file is None or file.owner_id != person.user_id or file.uploaded_at > asked.now:
        raise not_found("File")
    if deletions.is_gone("file", file.file_id) or deletions.is_gone("conversation", file.conversation_id):
        raise not_found("File")
    return file


def get_knowledge_file(asked: ComplianceCall, kind: Kind) -> RedirectReply:
    """Of a GPT or project that is there: a file goes with the last one that uses it."""
    wanted = asked.part("file_id")
    deletions = asked.workspace.deletions
    users = [
        built_id
        for built_id, files in asked.workspace.knowledge[kind].items()
        if any(file.id == wanted for file in files) and not deletions.is_gone(kind, built_id)
    ]
    if not users or deletions.is_gone(f"{kind}_file", wanted):
        raise not_found("File")
    return asked.redirect(f"{kind}s", wanted, is_expired="file-expired-url" in asked.faults)
