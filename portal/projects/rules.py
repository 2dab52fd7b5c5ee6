"""What a project is after the grant, and the steps it can take. Pure."""

from portal.core.permissions import Permission as P
from portal.core.text import Choice, _
from portal.core.workflow import Step


class ProjectStatus(Choice):
    OFFERED = "offered", _("Waits for the job centre's acceptance")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


S = ProjectStatus
ACCEPT = Step("accept", _("Accept the grant"), source=(S.OFFERED,), target=S.RUNNING, permission=P.PROJECT_ACCEPT)
MARK = Step("mark", _("Mark a milestone as done"), source=(S.RUNNING,), target=None, permission=P.PROJECT_EDIT)
SEE = Step("see", _("Note that you have seen it"), source=(S.RUNNING,), target=None, permission=P.PROJECT_FOLLOW)
STEPS = (ACCEPT, MARK, SEE)
