"""The pages of the attachments: the list with its upload, one file, removing it and bringing it back."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.attachments import AttachForm, CompleteForm, ConfirmForm
from portal.adapters import files
from portal.applications import attaching, checking, queries, rules
from portal.applications.models import Application, Attachment
from portal.applications.routes.blueprint import bp
from portal.applications.rules import SectionKey
from portal.applications.sections_running import ATTACHMENTS
from portal.applications.showing import size_in_words
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import Refusal
from portal.core.language import shown
from portal.core.permissions import Permission
from portal.identity.models import Person

bp.add_app_template_filter(size_in_words)


@bp.get("/<int:application_id>/sections/attachments")
@requires(Permission.APPLICATION_READ, queries.find)
def attachments(application: Application, me: Person) -> ResponseReturnValue:
    return _page(application, AttachForm())


@bp.post("/<int:application_id>/sections/attachments")
@requires(Permission.APPLICATION_EDIT, queries.find)
def attach(application: Application, me: Person) -> ResponseReturnValue:
    form = AttachForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            kept = attaching.attach(application, form.file.data.filename or "", form.file.data.read(), by=me)
            flash(_("“%(name)s” is attached.", name=kept.name), "success")
            return _back(application)
    elif form.file.data:  # the name has a sentence of the form's; its content may have more
        sent = form.file.data
        found = attaching.problems_in(application, sent.filename or "", sent.read())
        form.file.errors = [shown(each.text) for each in found] or form.file.errors
    return _page(application, form)


@bp.post("/<int:application_id>/sections/attachments/complete")
@requires(Permission.APPLICATION_EDIT, queries.find)
def mark_attachments(application: Application, me: Person) -> ResponseReturnValue:
    form = CompleteForm()
    if form.validate_on_submit():
        section = application.section(SectionKey.ATTACHMENTS)
        attaching.mark(section, complete=form.complete.data, by=me)
        flash(_("“%(section)s” is saved.", section=shown(section.key.label)), "success")
    return redirect(url_for(".show", application_id=application.id))


@bp.get("/<int:application_id>/attachments/<int:attachment_id>/file")
@requires(Permission.APPLICATION_READ, queries.find_attachment)
def attachment_file(attachment: Attachment, me: Person) -> ResponseReturnValue:
    answer = Response(files.read(attachment.sha256), mimetype=attachment.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=attachment.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@bp.route("/<int:application_id>/attachments/<int:attachment_id>/remove", methods=["GET", "POST"])
@requires(Permission.APPLICATION_EDIT, queries.find_attachment)
def remove_attachment(attachment: Attachment, me: Person) -> ResponseReturnValue:
    workflow.require(attachment.application, rules.EDIT)
    form = ConfirmForm()
    if form.validate_on_submit():
        attaching.remove(attachment, by=me)
        flash(_("“%(name)s” is removed. You can bring it back below.", name=attachment.name), "success")
        return _back(attachment.application)
    template = "applications/attachment_remove.html"
    return render_template(template, attachment=attachment, application=attachment.application, form=form), form.status


@bp.post("/<int:application_id>/attachments/<int:attachment_id>/restore")
@requires(Permission.APPLICATION_EDIT, queries.find_attachment)
def bring_back_attachment(attachment: Attachment, me: Person) -> ResponseReturnValue:
    try:
        attaching.bring_back(attachment, by=me)
    except Refusal as refusal:
        for problem in refusal.problems:
            flash(str(shown(problem.text)), "error")
    else:
        flash(_("“%(name)s” is attached.", name=attachment.name), "success")
    return _back(attachment.application)


def _back(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".attachments", application_id=application.id))


def _page(application: Application, form: AttachForm) -> ResponseReturnValue:
    section = application.section(SectionKey.ATTACHMENTS)
    return render_template(
        "applications/attachments.html",
        application=application,
        section=section,
        spec=ATTACHMENTS,
        form=form,
        complete=CompleteForm(formdata=None, data={"complete": section.complete}),
        files=queries.attachments(application),
        removed=attaching.removed(application),
        verdicts=checking.in_section(application, ATTACHMENTS),
        settings=attaching.settings_of(application),
        is_open=rules.EDIT in workflow.open_steps(rules.STEPS, application.status),
    ), form.status
