"""Guidelines: drafted as a copy, changed as a draft, signed once, and then never changed."""

import pytest

from portal.core import audit
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.permissions import Role
from portal.identity.models import SignInSession
from portal.pools import criteria, guidelines, queries, wording
from portal.pools.rules import GuidelineStatus
from portal.pools.settings import Settings
from tests.support.factories import LONG_AGO


@pytest.fixture
def signed(make):
    return make.guideline(number=3, settings=Settings(good_places_percent=70).to_json(), words="Version tre")


@pytest.fixture
def caseworker(make, signed):
    return make.person(Role.CASEWORKER, signed.region)


@pytest.fixture
def director(make, signed):
    return make.person(Role.DIRECTOR, signed.region)


@pytest.fixture
def draft(signed, caseworker):
    made = guidelines.draft(signed.pool, signed.region, 2010, by=caseworker)
    db.session.commit()
    return made


def test_a_draft_is_a_copy_of_the_latest_signed_version_with_the_next_number(draft):
    assert (draft.number, draft.words, draft.settings["good_places_percent"]) == (4, "Version tre", 70)
    assert audit.of(draft.reference)[0].what == "guideline.drafted"


def test_the_first_version_of_a_region_has_the_usual_figures(make, caseworker):
    made = guidelines.draft(
        make.pool(code="other", prefix="OTH"), caseworker.memberships[0].organisation, 2010, by=caseworker
    )
    assert (made.number, made.settings) == (1, Settings().to_json())


def test_only_one_draft_of_a_year_at_a_time(draft, caseworker):
    with pytest.raises(Conflict, match="Version 4 of 2010 is a draft already"):
        guidelines.draft(draft.pool, draft.region, 2010, by=caseworker)


def test_an_edit_records_what_changed_from_what(draft, caseworker):
    changed = Settings.from_json(draft.settings | {"good_places_percent": 80})
    guidelines.edit(draft, changed, draft.words, seen=draft.version, by=caseworker)
    assert audit.of(draft.reference)[-1].details == {"changed": {"good_places_percent": [70, 80]}}


def test_the_second_of_two_writers_is_told(draft, caseworker):
    seen = draft.version
    guidelines.edit(draft, Settings(min_characters=10), "Den første", seen=seen, by=caseworker)
    db.session.flush()
    with pytest.raises(Conflict, match="A colleague saved first"):
        guidelines.edit(draft, Settings(min_characters=20), "Den anden", seen=seen, by=caseworker)


def test_a_signature_gives_the_version_its_fingerprint(draft, director):
    guidelines.sign(draft, seen=draft.version, by=director)
    assert (draft.status, draft.signed_by, len(draft.sha256)) == (GuidelineStatus.SIGNED, director, 64)
    assert draft.sha256 == guidelines.fingerprint(draft)
    assert audit.of(draft.reference)[-1].details["sha256"] == draft.sha256


def test_a_signed_version_can_be_neither_edited_nor_signed_again(draft, caseworker, director):
    guidelines.sign(draft, seen=draft.version, by=director)
    with pytest.raises(Conflict, match="can no longer change"):
        guidelines.edit(draft, Settings(), "Nyt", seen=draft.version, by=caseworker)
    with pytest.raises(Conflict):
        guidelines.sign(draft, seen=draft.version, by=director)


def test_no_code_of_ours_can_write_to_a_signed_version(signed):
    signed.words = "Noget andet"
    with pytest.raises(RuntimeError, match="cannot change"):
        db.session.flush()
    db.session.rollback()


def test_figures_that_cannot_be_signed_are_refused_all_at_once(draft, director):
    draft.settings = Settings(long_term_share=101, hours_per_year=0).to_json()
    db.session.commit()
    with pytest.raises(Refusal) as refused:
        guidelines.sign(draft, seen=draft.version, by=director)
    assert {"long_term_share", "hours_per_year"} <= {problem.field for problem in refused.value.problems}


def test_a_signed_version_is_for_everybody_and_a_draft_for_its_region(make, signed, draft, caseworker):
    stranger = make.person(Role.MANAGER, make.job_centre())
    assert queries.readable_guideline(stranger, signed.id) is signed
    assert queries.readable_guideline(stranger, draft.id) is None
    assert queries.readable_guideline(caseworker, draft.id) is draft
    assert draft not in queries.guidelines_for(stranger)


def test_every_setting_is_said_in_words_with_its_unit():
    said = {line.name: str(line.value) for line in wording.lines(Settings(), criteria.common())}
    assert said["hours_per_year"] == "1.720 hours"
    assert said["good_places_percent"] == "80 %"
    assert said["earliest_cost_date"] == "No such day"
    assert said["attachment_max_bytes"] == "10 MB"
    assert said["weight_job_directed"] == "25 points"
    assert said["years"] == "2010, 2011, 2012"
    assert set(said) >= set(Settings().to_json()) - {"weights"}


def test_each_pool_shows_the_settings_that_its_own_rules_look_at():
    shown = {
        pool: {each.name for each in wording.lines(Settings(), (), pool=pool)}
        for pool in ("upskilling", "consultants", "a third")
    }
    assert "grant_for_audit" not in shown["upskilling"]
    assert "require_sparring" not in shown["consultants"]
    assert shown["upskilling"] | shown["consultants"] == shown["a third"]


def test_one_of_a_thing_is_said_in_the_singular():
    assert str(wording.said("start_within_months", 1)) == "1 month"
    assert str(wording.said("start_within_months", 6)) == "6 months"


def test_two_versions_differ_only_where_they_differ():
    before, after = Settings(), Settings(ambition_points=8, require_sparring=False)
    found = wording.differences(before, after, criteria.common())
    assert [str(each.after) for each in found] == ["8 percentage points", "Not required"]


def test_weights_of_criteria_that_the_pool_does_not_have_are_refused_with_those_it_has(draft, caseworker, director):
    strange = Settings(weights={"goals": 60, "charm": 40})
    with pytest.raises(Refusal) as refused:
        guidelines.edit(draft, strange, "", seen=draft.version, by=caseworker)
    (problem,) = refused.value.problems
    assert (str(problem.text), problem.field) == (
        "The pool is not scored on charm. Give weight to these only: "
        "job_directed, balance, goals, target_precision, should_elements, budget.",
        "weights",
    )
    draft.settings = strange.to_json()
    db.session.commit()
    with pytest.raises(Refusal, match="charm"):
        guidelines.sign(draft, seen=draft.version, by=director)


def test_a_weight_below_nought_is_refused_beside_its_field(draft, caseworker):
    settings = Settings(weights={"goals": 110, "budget": -10})
    with pytest.raises(Refusal) as refused:
        guidelines.edit(draft, settings, "", seen=draft.version, by=caseworker)
    assert [each.field for each in refused.value.problems] == ["weight_budget"]


class TestThePages:
    def test_a_caseworker_drafts_changes_and_sees_the_figures(self, browse, signed, caseworker):
        page = browse(caseworker).get("/pools/guidelines/new").submit(year="2011")
        assert page.status == 200
        page = page.submit(good_places_percent="75", equipment_per_year_ore="60.000", attachment_max_mb="5")
        assert "75 %" in page.soup.text
        assert "60.000\xa0kr." in page.soup.text
        assert "5 MB" in page.soup.text

    def test_wrong_figures_are_said_beside_their_fields_and_nothing_is_saved(self, browse, draft, caseworker):
        address = f"/pools/guidelines/{draft.id}/edit"
        page = browse(caseworker).get(address).submit(
            long_term_share="101", hours_per_year="mange", weight_goals="30", attachment_types="pdf, exe"
        )  # fmt: skip
        assert page.status == 422
        assert len(page.errors) == 2  # first what could not be read
        page = page.submit(hours_per_year="1720", attachment_types="pdf")
        assert page.status == 422
        assert len(page.errors) >= 2
        assert page.soup.select_one("#weight_job_directed-error")
        assert page.soup.select_one("[name=long_term_share]")["value"] == "101"
        assert queries.find_guideline(draft.id).settings["long_term_share"] == 80

    def test_settings_of_another_pool_are_neither_shown_nor_asked_for_and_stay_as_they_are(
        self, browse, draft, caseworker
    ):
        draft.settings = draft.settings | {"plan_years": [2011], "grant_for_audit": True}
        db.session.commit()
        page = browse(caseworker).get(f"/pools/guidelines/{draft.id}/edit")
        assert not {"plan_years", "grant_for_audit"} & {each.get("name") for each in page.soup.select("input")}
        page = page.submit(good_places_percent="75")
        assert "pr. konsulent" not in page.soup.text
        kept = queries.find_guideline(draft.id).settings
        assert (kept["plan_years"], kept["grant_for_audit"], kept["good_places_percent"]) == ([2011], True, 75)

    def test_words_that_cannot_be_kept_and_wrong_figures_are_told_at_once(self, browse, draft, caseworker):
        page = browse(caseworker).get(f"/pools/guidelines/{draft.id}/edit")
        page = page.submit(words="Om 010170-1234", long_term_share="101")
        assert page.status == 422
        assert page.soup.select_one("#words-error")
        assert page.soup.select_one("#long_term_share-error")
        assert queries.find_guideline(draft.id).words == draft.words

    def test_the_director_sees_what_changes_and_signs(self, browse, draft, director):
        draft.settings = draft.settings | {"good_places_percent": 90}
        page = browse(director).get(f"/pools/guidelines/{draft.id}/sign")
        assert page.all("del") == ["70 %"]
        assert page.all("ins") == ["90 %"]
        assert page.submit().status == 200
        assert queries.find_guideline(draft.id).status is GuidelineStatus.SIGNED

    def test_a_signed_version_answers_an_edit_with_409_and_a_sentence(self, browse, signed, caseworker):
        page = browse(caseworker).get(f"/pools/guidelines/{signed.id}/edit")
        assert page.status == 409
        assert "version" in page.soup.text.lower()

    def test_signing_asks_for_a_fresh_sign_in(self, browse, session, draft, director):
        browser = browse(director)
        session.query(SignInSession).filter_by(person_id=director.id).update({"fresh_at": LONG_AGO})
        answer = browser.client.get(f"/pools/guidelines/{draft.id}/sign")
        assert answer.status_code == 302
        assert answer.location.startswith("/confirm")
        assert browser.client.post(f"/pools/guidelines/{draft.id}/sign").status_code in {302, 400}
        assert queries.find_guideline(draft.id).status is GuidelineStatus.DRAFT

    def test_a_caseworker_cannot_sign(self, browse, draft, caseworker):
        assert browse(caseworker).get(f"/pools/guidelines/{draft.id}/sign").status == 403

    def test_a_job_centre_reads_signed_versions_and_compares_them(self, browse, make, signed, draft):
        reader = make.person(Role.READER, make.job_centre())
        assert browse(reader).get(f"/pools/guidelines/{signed.id}").status == 200
        assert browse(reader).get(f"/pools/guidelines/{signed.id}/compare").status == 200
        assert browse(reader).get(f"/pools/guidelines/{draft.id}").status == 404
        assert browse(reader).get("/pools/guidelines").status == 200
        assert browse(reader).get("/pools/guidelines/new").status == 403

    def test_a_caseworker_of_another_region_does_not_see_the_draft(self, browse, make, draft):
        stranger = make.person(Role.CASEWORKER, make.region())
        for page in ("", "/edit", "/compare"):
            assert browse(stranger).get(f"/pools/guidelines/{draft.id}{page}").status == 404


def test_a_signed_version_is_never_taken_away(signed):
    db.session.delete(signed)
    with pytest.raises(RuntimeError, match="cannot change"):
        db.session.flush()
