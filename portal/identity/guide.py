"""The guide: what each role does here, in the order of the year. Texts as data, pure."""

from portal.core.permissions import Role
from portal.core.text import Text, _

COMES: dict[Role, Text] = {
    Role.WRITER: _("A task appears here when the region invites your job centre or sends a section back."),
    Role.MANAGER: _("A task appears here when an application is ready to sign or a grant waits for your acceptance."),
    Role.CASEWORKER: _("A task appears here when an application is submitted or comes back with corrections."),
    Role.DIRECTOR: _("A task appears here when a guideline is ready to sign or a recommendation waits for you."),
    Role.CONTROLLER: _("You see the frame and every amount that is bound by a grant in the ledger of the round."),
    Role.READER: _("You can read the cases of your organisation. Nothing you do here changes them."),
    Role.ADMIN: _("You look after organisations and people. A task appears here when an invitation has run out."),
}
STEPS: dict[Role, tuple[Text, ...]] = {
    Role.WRITER: (
        _("Open the invitation on Start and begin. The sections can be written in any order."),
        _("Each section saves while you type. If a colleague is in the same section, you are told who saved what."),
        _("Fill in the budget workbook in Excel, and upload it. Every problem is named by sheet and cell."),
        _("Read the check beside the draft. A must that is not met stops the submission, a should is advice."),
        _("When everything is complete, your manager signs. What the region sends back is marked in its section."),
        _("When the project runs, fill in its accounts line by line, attach the vouchers, and measure its goals."),
        _("Fill in the results review of the year under Results, in the workbook or on the page."),
    ),
    Role.MANAGER: (
        _("Invite the colleagues who will write, under People. They get a link by mail and choose a password."),
        _("Read the application and the check. The page for signing lists exactly what is submitted."),
        _("Sign and submit before the deadline. You get a receipt by mail, and what was submitted is frozen."),
        _("If the region asks for changes, the sections are opened again. Sign once more when they are corrected."),
        _("When the grant letter arrives, accept the grant. Then the project stands with its budget and milestones."),
        _("Sign each account when it is right, and ask the region when the budget must change."),
        _("Close the results review before the day the guideline says, when the figures are right."),
    ),
    Role.CASEWORKER: (
        _("Draft the guideline of the year under Rounds. Once the director has signed it, it cannot be changed."),
        _("Open the round with deadline and frame, and invite job centres. Say which indicator it rests on."),
        _("Import the labour-market balance. You see every problem by row before anything is stored."),
        _("Check the application as it was submitted, ask for changes per section, and write comments."),
        _("Score with a justification and recommend. If the application changes afterwards, the scores are void."),
        _("Approve the accounts of the projects or send them back, and answer changes of the budget."),
        _("Import indicators under Results. An earlier figure is kept when a later one revises it."),
    ),
    Role.DIRECTOR: (
        _("Sign the guideline. From then on it is what every application in the round is judged by."),
        _("See the recommendations beside the frame: what is decided, what is left, what is asked for."),
        _("Decide in full, in part, with conditions, or refuse. Reasons are required unless everything is granted."),
        _("You are asked for your password again before a decision. The frame cannot be overspent."),
        _("The letter is made from the decision and sent to the job centre by mail."),
        _("Sign the region's annual report when the year is over. It is frozen, and a correction is a new edition."),
    ),
    Role.CONTROLLER: (
        _("Open the ledger of a round to see the frame and every amount that has been bound or given back."),
        _("Each line in the ledger names the case it comes from. Lines are added, never changed."),
        _("Release an instalment when its day and condition are met, and enter it when the bank has paid."),
        _("Settle the grant when the final account is approved, and enter what is repaid."),
        _("Compare the sum of the ledger with the frame before you answer a question about money."),
    ),
    Role.READER: (
        _("Open a case under Applications or Projects. You see what was submitted and what was decided."),
        _("Read the results reviews and the indicators under Results, each figure with its source and its day."),
        _("The timeline of a case shows who did what and when. It cannot be altered unseen."),
        _("Read the region's annual reports under Results. Each edition stands as the director signed it."),
        _("You cannot change anything. Ask the manager or the director if something is wrong."),
    ),
    Role.ADMIN: (
        _("Keep the organisations in order: their names are given, CVR and EAN numbers are filled in."),
        _("Invite the first manager of a job centre and the first director of a region. They invite the others."),
        _("Send an invitation again when it has run out, and take a role away when somebody leaves."),
        _("You see people and organisations, but no application texts."),
    ),
}  # fmt: skip
