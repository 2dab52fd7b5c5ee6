"""The desk and the decision as people see them."""

from datetime import timedelta

import pytest

from portal.applications.models import ChangeAsked
from portal.applications.rules import Status
from portal.core import audit, clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.outbox import OutboxRow
from portal.core.permissions import Role
from portal.decisions import assessing, desk_counts, listing
from portal.decisions.models import Decision, Waiver
from portal.pools import criteria
from tests.decisions.cases import VERDICTS, a_case, a_recommended_case, submit, verdict
from tests.support.pages import counted_queries
from tests.support.standing import standing

FULL = {"outcome": "full", "amount": "", "read": "y"}


@standing
def case(make):
    return a_case(make)


@standing
def recommended(make):
    return a_recommended_case(make)


def on_the_desk(case, more: str = "") -> str:
    return f"/desk/{case.application.id}{more}"


def rows(page) -> list[str]:
    return page.all("main table tbody th a[href*=desk]")


def test_the_desk_shows_the_cases_of_the_own_region_only(make, browse, case):
    other = a_case(make)
    page = browse(case.caseworker).get("/desk")
    assert rows(page) == [case.application.title]
    assert other.application.title not in page.soup.text


def test_a_draft_is_not_on_the_desk(make, browse, case):
    make.application(round=case.application.round)
    assert len(rows(browse(case.caseworker).get("/desk"))) == 1


def test_the_desk_filters_by_words_state_and_musts(make, browse, case):
    centre = make.job_centre(case.application.round.region, name="Jobcenter Ærø")
    lacking = make.application(round=case.application.round, job_centre=centre, requested=Ore(1_00))
    submit(make, lacking, verdicts=[*VERDICTS, verdict("OPK-07", "not_met")])
    browser = browse(case.caseworker)
    assert rows(browser.get("/desk?words=ærø")) == [lacking.title]
    assert rows(browser.get("/desk?words=ÆRØ")) == [lacking.title]
    assert rows(browser.get("/desk?must=not_met")) == [lacking.title]
    assert rows(browser.get("/desk?must=met")) == [case.application.title]
    assert rows(browser.get("/desk?state=returned")) == []
    assert len(rows(browser.get(f"/desk?round={case.application.round.reference}"))) == 2
    assert rows(browser.get("/desk?round=nowhere")) == []


def test_the_desk_sorts_by_what_was_applied_for(make, browse, case):
    small = make.application(round=case.application.round, status=Status.SUBMITTED, requested=Ore(1_00))
    browser = browse(case.caseworker)
    assert rows(browser.get("/desk?sort=requested"))[0] == small.title
    assert rows(browser.get("/desk?sort=requested&down=1"))[0] == case.application.title


def test_a_narrow_desk_without_headings_is_sorted_in_the_form_which_keeps_the_order(browse, case):
    page = browse(case.caseworker).get("/desk?sort=points&down=1")
    headings = [each.text.split(" sort")[0].strip() for each in page.soup.select("th[scope=col] a.sort")]
    options = page.soup.select("form.pp-panel select[name=sort] option")
    assert [each.text for each in options] == [each.removesuffix("sortér").strip() for each in headings]
    assert [each["value"] for each in options if each.has_attr("selected")] == ["points"]
    assert page.soup.select_one("form.pp-panel input[name=down]").has_attr("checked")


def test_an_answer_that_was_promised_and_not_given_is_marked_as_long_as_the_case_is_open(browse, case):
    browser, late = browse(case.caseworker), "td[data-title='Svar lovet'] .badge"
    assert browser.get("/desk").all(late) == []
    case.application.round.answer_at = clock.now() - timedelta(days=1)
    assert browser.get("/desk").all(late) == ["Over fristen"]
    case.application.status = Status.GRANTED
    assert browser.get("/desk").all(late) == []


def test_a_case_that_was_sent_back_says_when_the_job_centre_must_answer(browse, case):
    asked, before = {"basis": "Skriv mere."}, clock.now() + timedelta(days=9)
    assessing.ask_for_changes(case.application, asked, before, seen=case.application.version, by=case.caseworker)
    case.application.correct_before = clock.in_copenhagen(2998, 1, 4, 12)
    page = browse(case.caseworker).get(on_the_desk(case))
    assert page.all("#asked ~ p") == ["Jobcentret skal svare senest 4. januar 2998 kl. 12.00."]


def test_the_director_is_told_of_changes_only_when_it_was_submitted_again(make, browse, recommended):
    browser = browse(recommended.director)
    assert not browser.get(on_the_desk(recommended, "/decision")).soup.select("#changed")
    submit(make, recommended.application)
    recommended.application.status = Status.RECOMMENDED
    assert (
        browser.get(on_the_desk(recommended, "/decision")).soup.select_one("#changed ~ p").text
        == "Der er ikke ændret noget."
    )


def test_fifty_cases_take_as_many_queries_as_five(make, browse, case):
    browser = browse(case.caseworker)
    browser.get("/desk")
    with counted_queries() as few:
        browser.get("/desk")
    for _each in range(30):
        submit(make, make.application(round=case.application.round))
    with counted_queries() as many:
        page = browser.get("/desk")
    assert len(many) == len(few)
    assert len(rows(page)) == 25
    assert len(rows(browser.get("/desk?page=2"))) == 6


def test_the_download_is_the_whole_list_in_its_order(make, browse, case, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    small = [
        make.application(round=case.application.round, status=Status.SUBMITTED, requested=Ore(each))
        for each in range(4)
    ]
    drafted = make.application(round=case.application.round)
    browser = browse(case.caseworker)
    link = browser.get("/desk?sort=requested&down=1&page=2").soup.select_one("a[href*='list.csv']")["href"]
    lines = browser.client.get(link).text.splitlines()[1:]
    assert [line.split(";")[0] for line in lines] == [each.reference for each in (case.application, *reversed(small))]
    assert drafted.reference not in "".join(lines)


def test_a_file_has_an_end_and_the_page_says_so(make, browse, case, monkeypatch):
    monkeypatch.setattr(listing, "MOST_IN_A_FILE", 2)
    monkeypatch.setattr(desk_counts, "MOST", 2)
    browser, told = browse(case.caseworker), "En fil rummer de første titusind sager."
    assert told not in browser.get("/desk").soup.text
    for _each in range(4):
        make.application(round=case.application.round, status=Status.GRANTED)
    assert told in browser.get("/desk").soup.text
    assert len(browser.client.get("/desk/list.csv").text.splitlines()) == 3


def test_the_download_is_what_was_searched_for(make, browse, case):
    make.application(round=case.application.round, status=Status.SUBMITTED)
    answer = browse(case.caseworker).client.get(f"/desk/list.csv?words={case.application.reference}")
    lines = answer.text.splitlines()
    assert len(lines) == 2
    assert case.application.reference in lines[1]
    assert "620000,00" in lines[1]
    assert browse(case.caseworker).client.get("/desk/list.xlsx").data.startswith(b"PK")


def test_the_case_shows_the_document_and_the_verdicts(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case))
    assert page.heading == case.application.title
    assert "Truckcertifikat og lagerdrift" in page.soup.text
    assert "G-13" in page.all(".verdict-id")


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_of_a_case_stands_in_both_languages(browse, recommended, language):
    for more in ("", "/scores", "/recommendation", "/return", "/waivers", "/decision"):
        page = browse(recommended.director).get(on_the_desk(recommended, f"{more}?language={language}"))
        assert page.status == 200, more
        assert page.soup.html["lang"] == language


def test_the_job_centre_finds_no_desk(browse, case):
    browser = browse(case.manager)
    assert browser.get("/desk").status == 403
    assert browser.get(on_the_desk(case)).status == 404


def test_another_region_finds_no_case(make, browse, case):
    stranger = make.person(Role.DIRECTOR, make.region())
    assert browse(stranger).get(on_the_desk(case)).status == 404


def test_a_reader_reads_and_changes_nothing(browse, recommended):
    browser = browse(recommended.reader)
    assert browser.get(on_the_desk(recommended)).status == 200
    assert browser.get(on_the_desk(recommended, "/scores")).status == 403
    assert browser.get(on_the_desk(recommended, "/decision")).status == 403


def test_a_sent_comment_can_be_read_by_the_job_centre(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case))
    page.submit("main form[action$=comments]", words="Hvem <b>tager</b> imod?", sent="sent")
    read = browse(case.manager).get(f"/decisions/{case.application.id}")
    assert "Hvem <b>tager</b> imod?" in read.soup.text
    kept = browse(case.caseworker).get(on_the_desk(case))
    kept.submit("main form[action$=comments]", words="Kun for os", sent="kept")
    assert "Kun for os" not in browse(case.manager).get(f"/decisions/{case.application.id}").soup.text


def test_a_sent_comment_stands_on_the_page_of_the_application_with_a_way_to_the_rest(make, browse, case):
    writer = make.person(Role.WRITER, case.application.job_centre)
    at = f"/applications/{case.application.id}"
    assert "Regionens svar" not in browse(writer).get(at).soup.text
    page = browse(case.caseworker).get(on_the_desk(case))
    page.submit("main form[action$=comments]", words="Kun for os", sent="kept")
    page.submit("main form[action$=comments]", words="Hvem tager imod?", sent="sent")
    said = browse(writer).get(at).soup.select_one("section[aria-labelledby=said-heading]")
    assert "Hvem tager imod?" in said.text
    assert "Kun for os" not in said.text
    assert said.a["href"] == f"/decisions/{case.application.id}"


def test_the_page_that_the_mail_leads_to_leads_on_to_accepting_the_grant(make, browse, recommended):
    writer = make.person(Role.WRITER, recommended.application.job_centre)
    browse(recommended.director).get(on_the_desk(recommended, "/decision")).submit(**FULL)
    at = f"/decisions/{recommended.application.id}"
    page = browse(recommended.manager).get(at)
    assert page.all(".breadcrumbs a")[-1] == recommended.application.title
    button = page.soup.select_one("main a.button-primary")
    assert button.text == "Accepter tilsagnet"
    assert page.browser.get(button["href"]).status == 200
    assert [each.text for each in browse(writer).get(at).soup.select("main a.button-primary")] == ["Gå til projektet"]
    page.browser.get(button["href"]).submit(read="y")
    assert page.browser.get(at).soup.select_one("main a.button-primary").text == "Gå til projektet"


def test_a_comment_with_a_cpr_number_is_refused(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case))
    answer = page.submit("main form[action$=comments]", words="Borger 010190-1234", sent="kept")
    assert answer.status == 422
    assert len(answer.errors) == 1


def test_sending_back_without_anything_tells_every_problem(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/return"))
    answer = page.submit(ask_goals="y", day="", clock="12.00")
    assert answer.status == 422
    assert len(answer.errors) == 2
    assert db.session.query(ChangeAsked).count() == 0


def test_a_reason_without_its_tick_is_asked_about_and_nothing_typed_is_lost(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/return"))
    answer = page.submit(ask_goals="y", reason_goals="Skriv udgangspunktet.", reason_budget="Hvor er momsen?")
    assert answer.status == 422
    assert answer.errors == ["Du har skrevet om »Budget«. Sæt også kryds ved det, eller slet det, du har skrevet."]
    assert answer.soup.select_one("#ask_budget-error")
    assert answer.soup.select_one("#reason_budget").text.strip() == "Hvor er momsen?"
    assert answer.soup.select_one("#ask_goals").has_attr("checked")
    assert db.session.query(ChangeAsked).count() == 0


def test_a_day_that_is_over_and_a_time_that_is_none_are_told_at_once(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/return"))
    answer = page.submit(ask_goals="y", reason_goals="Skriv udgangspunktet.", day="2020-01-01", clock="25.99")
    assert answer.errors == [
        "1. januar 2020 er passeret. Vælg i dag eller en senere dag.",
        "Skriv tidspunktet som timer og minutter, for eksempel 12.00.",
    ]


def test_every_line_of_the_summary_names_its_section_or_criterion(browse, case):
    cpr = "Borger 010190-1234"
    browser = browse(case.caseworker)
    returned = browser.get(on_the_desk(case, "/return"))
    names = [each["name"] for each in returned.soup.select("main textarea")]
    said = returned.submit(**dict.fromkeys(names, cpr)).errors
    assert len(set(said)) == len(said) >= 2 * len(names)
    scores = browser.get(on_the_desk(case, "/scores"))
    names = [each["name"] for each in scores.soup.select("main textarea")]
    said = scores.submit(**dict.fromkeys(names, cpr)).errors
    assert len(set(said)) == len(said) == 2 * len(names)
    assert "»Begrundelse: Mål« indeholder et nummer, der ligner et CPR-nummer. Fjern det." in said
    long = scores.submit(**dict.fromkeys(names, "å" * 10_001)).errors
    assert len(set(long)) == len(long) == 2 * len(names)


def test_the_caseworker_sends_back_with_a_reason_and_a_deadline(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/return"))
    day = (clock.today() + timedelta(days=3)).isoformat()
    answer = page.submit(ask_goals="y", reason_goals="Skriv udgangspunktet.", day=day, clock="12.00")
    assert answer.status == 200
    assert case.application.status is Status.RETURNED
    told = browse(case.manager).get(f"/decisions/{case.application.id}").soup.text
    assert "Skriv udgangspunktet." in told
    assert "kl.\N{NO-BREAK SPACE}12.00" in told


def test_the_scores_page_says_what_it_asks_and_shows_what_the_job_centre_wrote(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/scores"))
    asked = page.soup.select_one("[aria-label='Mål']")
    assert "Vægt 20 af 100" in asked.text
    hint = asked.select_one(f"#{asked.fieldset['aria-describedby']}").text
    assert hint == "Om målene kan måles, har et udgangspunkt, er ambitiøse og alligevel kan nås."
    assert [each.text for each in asked.select("details summary")] == ["Mål"]
    assert page.all("#meaning + ol li")[4] == "Meget god. Alt væsentligt er konkret og aftalt, og det kan efterprøves."
    ways = {each["href"] for each in page.soup.select("main a")}
    assert {on_the_desk(case), f"/pools/guidelines/{case.application.round.guideline_id}"} <= ways


def test_the_caseworker_scores_and_recommends(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/scores"))
    codes = [each.code for each in criteria.common()]
    given = {f"points_{code}": "4" for code in codes} | {f"why_{code}": "Fint" for code in codes}
    advise = page.submit(**given)
    wrong = advise.submit(outcome="partial", amount="hundrede", words="")
    assert wrong.status == 422
    assert len(wrong.errors) == 2
    answer = wrong.submit(outcome="partial", amount="400.000", words="Delvist", conditions="Nyt budget")
    assert answer.status == 200
    assert case.application.status is Status.RECOMMENDED
    assert "80 af 100" in answer.soup.text


def test_only_the_director_sets_a_rule_aside_and_both_sides_see_it(browse, case):
    assert browse(case.caseworker).get(on_the_desk(case, "/waivers")).status == 403
    page = browse(case.director).get(on_the_desk(case, "/waivers"))
    assert len(page.submit(rule="G-13", reason="", until="").errors) == 2
    page.submit(rule="G-13", reason="Prøver i november", until=clock.today().isoformat())
    assert db.session.query(Waiver).count() == 1
    for place in (f"/decisions/{case.application.id}", f"/applications/{case.application.id}"):
        told = browse(case.manager).get(place).soup.text
        assert "G-13 Udstyr" in told
        assert "Prøver i november" in told


def test_no_rule_is_set_aside_by_chance_and_none_of_another_pool(browse, case):
    page = browse(case.director).get(on_the_desk(case, "/waivers"))
    offered = [each["value"] for each in page.soup.select("select[name=rule] option")]
    assert offered[0] == ""
    assert "OPK-01" in offered
    assert not {"G-01", "G-07", "G-09", "G-23", "OPK-12"} & set(offered)  # these bind everybody, or stop nothing
    assert not any(each.startswith("VIRK") for each in offered)
    answer = page.submit(rule="", reason="Prøver i november", until=clock.today().isoformat())
    assert answer.errors == ["Vælg den regel, der fraviges."]
    assert db.session.query(Waiver).count() == 0


def test_the_decision_page_shows_the_money_and_what_will_happen(browse, recommended):
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    text = page.soup.text
    assert "4.200.000" in text
    assert "3.580.000" in text
    assert recommended.manager.name in text
    assert page.soup.select_one("svg.gauge")


def test_who_never_joined_gets_no_letter_and_is_not_promised_one(make, browse, recommended):
    centre = recommended.application.job_centre
    make.person(Role.WRITER, centre, name="Viggo Aldrigmødt", email="viggo@example.dk", password_hash="")
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    assert "Viggo Aldrigmødt" not in page.soup.text
    page.submit(**FULL)
    told = {each.payload["to"] for each in db.session.query(OutboxRow).filter_by(name="mail.send")}
    assert recommended.manager.email in told
    assert "viggo@example.dk" not in told


def test_an_old_sign_in_cannot_decide(app, browse, recommended):
    browser = browse(recommended.director)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.extensions, "is_fresh", lambda: False)
        answer = browser.client.get(on_the_desk(recommended, "/decision"))
    assert answer.status_code == 302
    assert "/confirm" in answer.location


def test_a_decision_without_reasons_stays_on_the_page_with_every_problem(browse, recommended):
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    answer = page.submit(outcome="partial", amount="700.000", facts="", considerations="")
    assert answer.status == 422
    assert len(answer.errors) == 4
    assert "700.000" in str(answer.soup.select_one("#amount"))
    assert db.session.query(Decision).count() == 0


@pytest.mark.parametrize("page", ["/decision", "/recommendation"])
def test_the_amount_says_when_it_is_needed_and_never_that_it_can_be_left_out(browse, recommended, page):
    person = recommended.director if page == "/decision" else recommended.caseworker
    form = browse(person).get(on_the_desk(recommended, page))
    assert form.all("label[for=amount]") == ["Beløb ved delvist tilsagn i kroner"]
    hint = form.soup.select_one(f"#{form.soup.select_one('#amount')['aria-describedby']}").text
    assert "Skal udfyldes, når du vælger delvist tilsagn." in hint
    answer = form.submit(outcome="partial", amount="")
    assert answer.status == 422
    assert "Et delvist tilsagn skal have et beløb. Skriv, hvor meget" in answer.soup.select_one("#amount-error").text


def test_the_letter_can_be_read_before_confirming(browse, recommended):
    browser = browse(recommended.director)
    path = on_the_desk(recommended, "/decision/letter.pdf")
    assert browser.client.get(path).data.startswith(b"%PDF")
    page = browser.get(on_the_desk(recommended, "/decision"))
    token = page.soup.select_one("main [name=csrf_token]")["value"]
    answer = browser.client.post(path, data={"csrf_token": token, "outcome": "refused", "facts": "Fakta"})
    assert answer.data.startswith(b"%PDF")
    assert db.session.query(Decision).count() == 0


def test_the_director_grants_and_both_sides_read_the_letter(browse, recommended):
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    answer = page.submit(**FULL)
    assert answer.status == 200
    assert recommended.application.status is Status.GRANTED
    path = f"/decisions/{recommended.application.id}/letter.pdf"
    for person in (recommended.manager, recommended.reader):
        assert browse(person).client.get(path).mimetype == "application/pdf"


def test_confirming_twice_is_one_decision(browse, recommended):
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    page.submit(**FULL)
    assert page.submit(**FULL).status == 200
    assert db.session.query(Decision).count() == 1


def test_confirming_after_a_new_submission_is_refused(make, browse, recommended):
    page = browse(recommended.director).get(on_the_desk(recommended, "/decision"))
    submit(make, recommended.application)
    assessing.void_assessment(recommended.application, recommended.manager)
    assert page.submit(**FULL).status == 409
    assert db.session.query(Decision).count() == 0


def test_those_who_work_on_cases_find_something_to_do(browse, case, recommended):
    for person, words in (
        (case.caseworker, case.application.title),
        (recommended.director, recommended.application.title),
        (case.reader, "åbne sager"),
    ):
        assert words in " ".join(browse(person).get("/").all(".tasks h3")), person.memberships[0].role


def test_a_recommendation_without_an_outcome_says_so_and_only_that(browse, case):
    page = browse(case.caseworker).get(on_the_desk(case, "/recommendation")).submit(amount="")
    assert page.status == 422
    assert "Vælg en af mulighederne." in page.errors
    assert not any("beløb" in each for each in page.errors)


def test_the_timeline_folds_the_events_of_the_draft(browse, case):
    for _each in range(3):
        audit.record("section.saved", case.application, by=case.manager)
    audit.record("application.submitted", case.application, by=case.manager)
    page = browse(case.caseworker).get(on_the_desk(case))
    assert "Vis 3 hændelser fra kladden" in page.all("#events ~ details summary")
    assert len(page.all("#events ~ ol li")) == len(audit.of(case.application.reference)) - 3
