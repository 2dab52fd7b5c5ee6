"""The annual report's arithmetic and rules: adding up, telling apart, keeping milestones, saying no."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import Ore
from portal.projects.following import Reached
from portal.projects.rules import MilestoneState
from portal.results import annual_rules, annual_showing, annual_sums, annual_tables
from portal.results.annual_projects import judged, kept
from portal.results.annual_sums import Difference
from portal.results.annual_tables import TABLES, About

COLUMNS = [each.key for each in annual_tables.MONEY.columns]
ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["upskilling", "consultants"]), st.sampled_from(["R-1", "R-2"]), st.integers(1, 5)),
    st.fixed_dictionaries({name: st.integers(-(10**12), 10**12) for name in COLUMNS}),
    max_size=12,
)


def as_tables(rows):
    return {"money": {annual_sums.row_key(pool, ref, f"JC-{n}"): dict(row) for (pool, ref, n), row in rows.items()}}


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("placement", "da", "Virksomhedspraktik"),
        ("private_subsidy", "en", "Wage subsidy, private"),
        ("Vores eget forløb", "da", "Vores eget forløb"),
    ],
)
def test_an_instrument_is_called_what_the_workbook_of_the_pool_calls_it(code, language, said):
    assert annual_showing.name(About.INSTRUMENT, code, {"pools": {"consultants": {}}}, language) == said


class TestSums:
    @given(st.lists(ROWS, max_size=5), st.randoms(use_true_random=False))
    def test_pieces_give_the_same_whatever_their_order(self, pieces, random):
        forth, back = {}, {}
        for each in pieces:
            annual_sums.merge(forth, as_tables(each))
        random.shuffle(pieces)
        for each in pieces:
            annual_sums.merge(back, as_tables(each))
        assert list(annual_sums.differences(forth, back)) == []
        assert annual_sums.by_pool(forth) == annual_sums.by_pool(back)

    @given(ROWS)
    def test_the_sums_of_the_pools_are_the_sum_of_the_job_centres(self, rows):
        tables = as_tables(rows)
        whole = annual_sums.totals(annual_tables.MONEY, tables["money"].values())
        by_pool = annual_sums.by_pool(tables)
        for column in COLUMNS:
            assert whole.get(column, 0) == sum(row[column] for row in rows.values())
            assert whole.get(column, 0) == sum(
                value for (_table, _pool, name), value in by_pool.items() if name == column
            )

    @given(ROWS, ROWS)
    def test_differences_lead_from_the_one_to_the_other(self, before, now):
        old, new = as_tables(before), as_tables(now)
        for each in annual_sums.differences(old, new):
            old.setdefault("money", {}).setdefault(each.row, {})[each.column] = each.now or 0
        assert list(annual_sums.differences(old, new)) == []

    def test_what_is_not_there_counts_as_nothing(self):
        before, now = {"goals": {"p|c": {"targets": 0}}}, {"goals": {"p|c": {"targets": 2}, "p|d": {"reached": 1}}}
        found = list(annual_sums.differences(before, now))
        assert found == [Difference("goals", "p|c", "targets", 0, 2), Difference("goals", "p|d", "reached", None, 1)]

    def test_what_nobody_measured_is_not_0(self):
        key = "upskilling|Unge|placement"
        content = {"pools": {}, "names": {}}
        before = {"plans": {key: {"planned": 70, "unmeasured": 1}}}
        now = {"plans": {key: {"planned": 70, "actual": 0, "unmeasured": 0}}}
        shown = annual_showing.one(content | {"tables": before}, "plans", "da")
        assert (shown.rows[0][3:], shown.total[3:]) == ((70, None, 1), (70, None, 1))
        found = [each.as_json() for each in annual_sums.differences(before, now)]
        said = {each.column.key: (each.before, each.now, each.more) for each in
                annual_showing.changes(found, content, "da")}  # fmt: skip
        assert said == {"actual": (None, 0, None), "unmeasured": (1, 0, -1)}
        [since, _unmeasured] = annual_sums.since_last_year(before, {"plans": {key: {"actual": 70, "planned": 70}}})
        assert (since.column, since.before, since.now) == ("actual", None, 70)

    def test_what_an_older_edition_did_not_count_is_unknown_on_the_page_in_sums_and_in_the_picture(self):
        rows = {"p|c": {"milestones": 3, "on_time": 3, "moved": 0, "late": 0, "open": 0}}
        content = {"pools": {}, "names": {}, "tables": {"milestones": rows, "rounds": {"p|R-1": {"frame": 0}}}}
        shown = annual_showing.one(content, "milestones", "da")
        assert shown.rows[0][2:] == shown.total[2:] == (3, 3, 0, 0, 0, None, None)
        money = annual_showing.one(content, "rounds", "da")
        assert money.rows[0][2:4] == money.total[2:4] == (Ore(0), None)
        drawn = annual_showing.picture(money, "en")
        assert [name for _group, name, _figure in drawn.rows] == ["Frame"]
        assert "None" not in annual_showing.alt(money, "en")

    @pytest.mark.parametrize(("before", "was"), [({"goals": {}}, 0), ({}, None)])
    def test_a_pool_without_rows_had_nothing_last_year_if_the_edition_had_the_table(self, before, was):
        now = {"goals": {"p|c": {"targets": 2}}}
        assert annual_sums.since_last_year(before, now) == [Difference("goals", "p", "targets", was, 2)]
        assert annual_sums.since_last_year(now, {}) == [Difference("goals", "p", "targets", 2, 0)]

    @pytest.mark.parametrize(
        ("places", "chance", "counted"),
        [
            (None, "G", {}),
            (0, "G", {"places": 0, "good": 0, "other": 0, "unjudged": 0}),
            (7, "G", {"places": 7, "good": 7, "other": 0, "unjudged": 0}),
            (7, "P", {"places": 7, "good": 0, "other": 7, "unjudged": 0}),
            (7, "", {"places": 7, "good": 0, "other": 0, "unjudged": 7}),
        ],
    )
    def test_places_that_the_submission_does_not_state_are_not_0(self, places, chance, counted):
        assert judged(places, chance) == counted

    def test_of_many_cases_the_first_ten_are_named(self):
        tables = {}
        for number in range(14):
            annual_sums.add(tables, annual_tables.LACKING, "p|c|account", number=1, cases=f"OPK-{number:03}")
        row = tables["missing"]["p|c|account"]
        assert row["number"] == 14
        assert row["cases"].endswith("OPK-009, …")

    def test_a_bar_in_a_name_does_not_split_the_row(self):
        assert annual_sums.parts_of(annual_sums.row_key("a|b", "c")) == ["a/b", "c"]

    def test_the_same_content_has_the_same_fingerprint_whatever_the_order_of_its_keys(self):
        assert annual_sums.sha256({"a": 1, "b": "ø"}) == annual_sums.sha256({"b": "ø", "a": 1})
        assert annual_sums.sha256({"a": 1}) != annual_sums.sha256({"a": 2})


class TestTables:
    @pytest.mark.parametrize("table", TABLES, ids=lambda each: each.key)
    def test_every_column_says_what_it_means_and_what_is_drawn_is_there(self, table):
        assert all(str(each.meaning).endswith(".") for each in (*table.keys, *table.columns))
        assert {*table.drawn} <= {each.key for each in table.columns}
        assert table.keys[0].about is annual_tables.About.POOL


class TestMilestones:
    FIRST, AS_OF = date(2010, 12, 13), date(2011, 5, 16)

    @pytest.mark.parametrize(
        ("due", "done", "column"),
        [
            (0, 0, "on_time"), (0, -2, "on_time"), (21, -1, "on_time"), (0, 1, "late"), (21, 21, "moved"),
            (21, 22, "late"), (0, None, "open"), (21, None, "open"), (300, None, "moved"),
        ],
    )  # fmt: skip
    def test_each_counts_once(self, due, done, column):
        done_on = None if done is None else self.FIRST + timedelta(days=done)
        assert kept(self.FIRST, self.FIRST + timedelta(days=due), done_on, self.AS_OF) == column

    def test_a_day_off_may_be_kept_on_the_next_working_day_as_on_the_plan(self):
        saturday = date(2010, 12, 11)
        assert kept(saturday, saturday, date(2010, 12, 13), self.AS_OF) == "on_time"
        assert kept(saturday, saturday, None, date(2010, 12, 13)) == "to_come"
        assert kept(saturday, saturday, None, date(2010, 12, 14)) == "open"

    @pytest.mark.parametrize("reached", [Reached.PARTLY, Reached.NO])
    def test_what_is_marked_with_less_than_was_required_is_not_kept(self, reached):
        assert kept(self.FIRST, self.FIRST, self.FIRST, self.AS_OF, reached) == "missed"

    def test_the_words_hold_for_a_project_that_runs_and_for_one_that_is_closed(self):
        words = annual_tables.MILESTONES.column("open").title.english
        assert words.startswith(MilestoneState.LATE.label.english)
        assert words.endswith("not marked")

    def test_one_whose_day_has_not_passed_is_to_come(self):
        assert kept(self.FIRST, self.FIRST, None, self.FIRST) == "to_come"


class TestSayingNo:
    def said(self, problems):
        return [str(each.text) for each in problems]

    @pytest.mark.parametrize(("year", "fits"), [(None, False), (2009, False), (2010, True), (2011, False)])
    def test_only_a_year_that_is_over_has_a_report(self, year, fits):
        assert (self.said(annual_rules.problems_with_the_year(year, today=date(2011, 3, 1))) == []) is fits

    def test_the_only_year_that_can_be_chosen_is_named(self):
        said = self.said(annual_rules.problems_with_the_year(2009, today=date(2011, 3, 1)))
        assert said == ["Write 2010. The report is made when the year is over."]

    def test_a_comment_has_words_and_no_cpr_number(self):
        assert self.said(annual_rules.problems_with_the_comment("  ")) == ["Write the comment."]
        assert "CPR" in self.said(annual_rules.problems_with_the_comment("Om 010190-1234"))[0]
        assert "4000" in self.said(annual_rules.problems_with_the_comment("x" * 4001))[0]
        assert self.said(annual_rules.problems_with_the_comment("x" * 4000)) == []

    def test_a_first_edition_needs_no_words_and_a_correction_needs_a_reason_and_a_change(self):
        assert self.said(annual_rules.problems_with_freezing("", earlier=0, changed=0)) == []
        assert len(self.said(annual_rules.problems_with_freezing("", earlier=1, changed=0))) == 2
        assert self.said(annual_rules.problems_with_freezing("En måling var forkert.", earlier=1, changed=1)) == []

    def test_the_reference_names_year_region_and_pool(self):
        assert annual_rules.reference(2010, "BR-SD") == "AAR-2010-SYD"
        assert annual_rules.reference(2010, "BR-SD", "OPK") == "AAR-2010-SYD-OPK"


def test_amounts_are_added_as_whole_ore():
    assert isinstance(annual_sums.totals(annual_tables.MONEY, [{"paid": Ore(5)}])["paid"], int)
