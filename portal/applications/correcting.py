"""The corrections that the region asked for: which stand open, and which are made. Every page asks here."""

from portal.applications.models import Application, ChangeAsked, Section
from portal.applications.states import Correction


def asked_of(application: Application) -> list[ChangeAsked]:
    """What the region asked for and no submission has answered yet, in the order it was asked."""
    return [each for each in application.changes_asked if each.answered_at is None]


def is_begun(asked: ChangeAsked, section: Section | None) -> bool:
    """True when the section has been saved since it was sent back, by hand or by itself."""
    return section is not None and section.saved_at is not None and section.saved_at > asked.asked_at


def is_made(asked: ChangeAsked, section: Section | None) -> bool:
    """True when the section has been saved since it was sent back, and its writers call it complete."""
    return section is not None and section.complete and is_begun(asked, section)


def left(application: Application) -> list[ChangeAsked]:
    """What was asked for and is not corrected yet: empty when the application can be signed again."""
    sections = {each.key: each for each in application.sections}
    return [each for each in asked_of(application) if not is_made(each, sections.get(each.section_key))]


def in_section(application: Application, key: str) -> list[ChangeAsked]:
    """What was asked for in one section and is not answered yet."""
    return [each for each in asked_of(application) if each.section_key == key]


def of_section(application: Application, key: str) -> Correction:
    """How far the correction of one section is."""
    section, asked = application.section(key), in_section(application, key)
    begun = bool(asked) and all(is_begun(each, section) for each in asked)
    return Correction(asked=bool(asked), begun=begun, made=begun and section.complete)
