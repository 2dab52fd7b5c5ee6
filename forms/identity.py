"""What people type about themselves and their colleagues."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, Form, PasswordField, SelectField, StringField, TelField, ValidationError
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp

from forms.base import PortalForm
from portal.core.language import LANGUAGES, shown
from portal.core.permissions import Role
from portal.identity.rules import LEAST_PASSWORD

HOW_LONG = _("At least %(least)s characters. Three or four words in a row are good.", least=LEAST_PASSWORD)


def trimmed(typed: str | None) -> str:
    return (typed or "").strip()


def from_the_list(form: Form, field: Any) -> None:
    if not field.data or field.data not in {value for value, _label in field.choices}:
        raise ValidationError(_("Choose from the list under “%(field)s”.", field=field.label.text))


def email_field(missing: Any, **more: Any) -> Field:
    return EmailField(
        _("E-mail address"),
        [
            InputRequired(missing),
            Length(max=200, message=_("The e-mail address is longer than 200 characters. Check it.")),
            Email(_("This does not look like an e-mail address. Write it as name@municipality.dk.")),
        ],
        filters=[trimmed],
        **more,
    )


def name_field(missing: Any, autocomplete: str = "name") -> Field:
    return StringField(
        _("Name"),
        [
            DataRequired(missing),
            Length(max=100, message=_("The name is longer than 100 characters. Make it shorter.")),
        ],
        filters=[trimmed],
        render_kw={"autocomplete": autocomplete},
    )


def password_field(label: Any, missing: Any) -> Field:
    """The password one has; it is only compared, so only its absence is wrong."""
    return PasswordField(label, [InputRequired(missing)], render_kw={"autocomplete": "current-password"})


def new_password_field(label: Any) -> Field:
    asked = InputRequired(_("Choose a password, and write it here."))
    return PasswordField(label, [asked], description=HOW_LONG, render_kw={"autocomplete": "new-password"})


def optional_field(kind: type[StringField], label: Any, fits: Any, autocomplete: str) -> Field:
    return kind(label, [Optional(), fits], filters=[trimmed], render_kw={"autocomplete": autocomplete})


class SignInForm(PortalForm):
    """The address is only compared: one that is misspelt is one we do not know."""

    email: Field = EmailField(
        _("E-mail address"),
        [InputRequired(_("Write your e-mail address."))],
        filters=[trimmed],
        render_kw={"autocomplete": "username"},
    )
    password = password_field(_("Password"), _("Write your password."))


class ConfirmForm(PortalForm):
    password = password_field(_("Password"), _("Write your password."))


class ForgottenForm(PortalForm):
    email = email_field(_("Write your e-mail address."), render_kw={"autocomplete": "username"})


class NewPasswordForm(PortalForm):
    password = new_password_field(_("New password"))


class WelcomeForm(PortalForm):
    name = name_field(_("Write your name."))
    password = new_password_field(_("Choose a password"))


class ChangePasswordForm(PortalForm):
    current = password_field(_("The password you have now"), _("Write the password you have now."))
    password = new_password_field(_("New password"))


class ProfileForm(PortalForm):
    name = name_field(_("Write your name."))
    title = optional_field(
        StringField,
        _("Title"),
        Length(max=100, message=_("The title is longer than 100 characters. Make it shorter.")),
        "organization-title",
    )
    telephone = optional_field(
        TelField,
        _("Telephone"),
        Regexp(r"\+?[0-9 ]{8,20}$", message=_("Write the telephone number as 12 34 56 78.")),
        "tel",
    )
    language = SelectField(_("Language of pages and mails"), [from_the_list], validate_choice=False)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.language.choices = list(LANGUAGES.items())


class InviteForm(PortalForm):
    """Who may be invited where is given by the page: only the inviter's own organisations stand in the list."""

    name = name_field(_("Write your colleague's name."), "off")
    email = email_field(_("Write your colleague's e-mail address."), description=_("The invitation is sent here."))
    organisation = SelectField(_("Place of work"), [from_the_list], validate_choice=False)
    role = SelectField(_("Role"), [from_the_list], validate_choice=False)

    def __init__(self, organisations: Iterable[tuple[str, str]], roles: Iterable[Role], **values: Any) -> None:
        super().__init__(**values)
        places, several = list(organisations), [(role.value, str(shown(role.label))) for role in roles]
        choose = [("", str(_("Choose")))] if len(places) > 1 else []  # the first place and role need not fit together
        self.organisation.choices = [*choose, *places]
        self.role.choices = [*choose, *several]


class NumbersForm(PortalForm):
    cvr = optional_field(
        StringField,
        _("CVR number"),
        Regexp(r"[0-9]{8}$", message=_("A CVR number has 8 digits. Write it without blanks.")),
        "off",
    )
    ean = optional_field(
        StringField,
        _("EAN number"),
        Regexp(r"[0-9]{13}$", message=_("An EAN number has 13 digits. Write it without blanks.")),
        "off",
    )
