"""The lists of results reviews and of yearly reports: filtered, sorted and paged by the database."""

from datetime import UTC, datetime

from portal.core import clock as the_clock
from portal.core.permissions import Role
from portal.results import listing, queries, report_queries, reporting, reviewing
from portal.results.listing import Wanted
from portal.results.report_rules import ReportStatus
from portal.results.rules import ReviewStatus
from tests.projects.conftest import case, clock
from tests.support.standing import standing

__all__ = ["case", "clock"]


@standing
def reviews(make, region):
    """Three job centres of one region, with a name that begins with Å among them, and two years of each."""
    made = []
    with the_clock.at(the_clock.in_copenhagen(2012, 2, 1)):
        for name in ("Jobcenter Ålbæk", "jobcenter Birk", "Jobcenter Ærø"):
            centre = make.job_centre(region, name=name)
            writer = make.person(Role.MANAGER, centre)
            made += [reviewing.begin(centre, year, by=writer) for year in (2010, 2011)]
    return made


class TestReviews:
    def listed(self, person, **wanted):
        return [(each.job_centre.name, each.year) for each in queries.listed(person, Wanted(**wanted))[0]]

    def test_the_newest_year_comes_first_and_names_stand_as_in_the_danish_alphabet(self, reviews, caseworker):
        names = ["jobcenter Birk", "Jobcenter Ærø", "Jobcenter Ålbæk"]
        assert self.listed(caseworker) == [(name, year) for year in (2011, 2010) for name in names]

    def test_it_is_sorted_by_a_column_either_way(self, reviews, caseworker):
        reviews[0].status = ReviewStatus.CLOSED
        assert self.listed(caseworker, sort="status", downwards=True)[0] == ("Jobcenter Ålbæk", 2010)
        assert self.listed(caseworker, sort="job_centre")[:2] == [("jobcenter Birk", 2011), ("jobcenter Birk", 2010)]
        assert self.listed(caseworker, sort="year")[0] == ("jobcenter Birk", 2010)
        assert self.listed(caseworker, sort="no such column") == self.listed(caseworker)

    def test_words_are_found_in_small_letters_and_in_the_number(self, reviews, caseworker):
        assert {name for name, _year in self.listed(caseworker, words="ÅLBÆK")} == {"Jobcenter Ålbæk"}
        assert self.listed(caseworker, words=reviews[1].reference.lower()) == [("Jobcenter Ålbæk", 2011)]

    def test_a_page_is_all_that_is_read(self, reviews, caseworker, monkeypatch):
        monkeypatch.setattr(listing, "PAGE", 2)
        page, number = queries.listed(caseworker, Wanted(page=2))
        assert (len(page), number) == (2, 6)
        assert queries.years(caseworker) == [2011, 2010]

    def test_the_page_is_leafed_and_sorted_with_what_was_asked(self, reviews, caseworker, browse, monkeypatch):
        monkeypatch.setattr(listing, "PAGE", 2)
        monkeypatch.setattr("portal.results.routes.lists.PAGE", 2)
        page = browse(caseworker).get("/results/?year=2010&sort=job_centre")
        assert [each.split()[1] for each in page.all("tbody th a")] == ["Birk", "Ærø"]
        leaf = page.soup.select_one("nav.pp-actions a")["href"]
        assert browse(caseworker).get(leaf).all("tbody th a") == ["Jobcenter Ålbæk 2010"]
        assert page.soup.select_one("a.sort")["href"].endswith("down=1&words=&year=2010&status=")


class TestReports:
    @standing
    def reports(self, case, clock):
        clock.move_to(datetime(2012, 1, 3, 9, tzinfo=UTC))
        return [*reporting.open_for(2010, by=case.caseworker), *reporting.open_for(2011, by=case.caseworker)]

    def listed(self, person, **wanted):
        return [each.year for each in report_queries.listed(person, Wanted(**wanted))[0]]

    def test_they_are_sorted_and_found_by_title_number_and_job_centre(self, case, reports):
        person, project = case.caseworker, case.project
        assert self.listed(person) == [2011, 2010]
        assert self.listed(person, sort="due") == [2010, 2011]
        assert self.listed(person, words=project.title.upper()) == [2011, 2010]
        assert self.listed(person, words=reports[0].reference) == [2010]
        assert self.listed(person, words="findes ikke") == []

    def test_a_state_is_sorted_in_the_order_in_which_states_come(self, case, reports):
        reports[0].status, reports[1].status = ReportStatus.APPROVED, ReportStatus.SIGNED
        assert self.listed(case.caseworker, sort="status") == [2011, 2010]

    def test_the_page_shows_no_more_than_a_page(self, case, reports, browse, monkeypatch):
        monkeypatch.setattr(listing, "PAGE", 1)
        monkeypatch.setattr("portal.results.routes.lists.PAGE", 1)
        page = browse(case.caseworker).get("/results/reports?sort=project")
        assert len(page.all("tbody tr")) == 1
        assert "page=2" in page.soup.select_one("nav.pp-actions a")["href"]
