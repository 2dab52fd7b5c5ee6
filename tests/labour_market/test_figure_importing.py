"""Importing figures: looked at first, stored once, revised without losing the earlier figure."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.adapters import files
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.findings import Faulty, ImportStatus
from portal.demo import results as demonstration
from portal.labour_market import figure_importing, uploads
from portal.labour_market import figure_queries as queries
from portal.labour_market.figure_importing import Origin
from portal.labour_market.models import IndicatorFigure, IndicatorImport

Q3, Q4 = "langtidsledige;DK;2010Q3;312;fuldtidspersoner", "langtidsledige;DK;2010Q4;318,5;fuldtidspersoner"


def stored():
    found = queries.figures(["langtidsledige"], ["DK"])
    return {period: str(figure) for (_code, _area, period), figure in found.items()}


def outlook(uploaded):
    seen = figure_importing.outlook(uploaded)
    return len(seen.new), [(str(each.before), str(each.row.figure)) for each in seen.changed], len(seen.same)


def faults(read, *rows):
    with pytest.raises(Faulty) as refused:
        read(*rows)
    return [(each.row, each.column) for each in refused.value.findings if each.blocks]


def test_a_preview_stores_no_figure_and_keeps_the_file(send):
    uploaded = send(Q3, Q4)
    assert outlook(uploaded) == (2, [], 0)
    assert stored() == {}
    assert files.read(uploaded.sha256).startswith(b"indicator;")
    assert [each.what for each in audit.of(uploaded.reference)] == ["indicators.uploaded"]


def test_confirmed_figures_count_with_their_source_and_day(send, store):
    uploaded = store(Q3, Q4)
    assert stored() == {"2010Q3": "312", "2010Q4": "318,5"}
    row = queries.value("langtidsledige", "DK", "2010Q4")
    assert (row.revision, row.imported.source, row.imported.retrieved_on) == (1, "jobindsats.dk", date(2010, 12, 6))
    assert uploaded.status is ImportStatus.CONFIRMED
    assert audit.of(uploaded.reference)[-1].details == {"new": 2, "changed": 0, "same": 0}


def test_a_later_file_says_what_is_new_changed_and_the_same(send, store):
    store(Q3, Q4)
    again = send(Q3, Q4.replace("318,5", "320"), "langtidsledige;DK;2010M11;325;fuldtidspersoner")
    assert outlook(again) == (1, [("318,5", "320")], 1)


def test_a_revised_figure_stands_beside_the_earlier_one_which_any_past_day_still_shows(store):
    with clock.at(clock.in_copenhagen(2011, 1, 10, 23, 30)):
        store(Q4)
    with clock.at(clock.in_copenhagen(2011, 2, 21, 9)):
        store(Q4.replace("318,5", "320"))
    assert [(each.revision, str(each.figure)) for each in queries.history("langtidsledige", "DK")] == [
        (2, "320"), (1, "318,5"),
    ]  # fmt: skip
    on = {day: queries.figures(["langtidsledige"], ["DK"], day) for day in (
        date(2011, 1, 9), date(2011, 1, 10), date(2011, 2, 20), date(2011, 2, 21),
    )}  # fmt: skip
    assert [[str(each) for each in found.values()] for found in on.values()] == [[], ["318,5"], ["318,5"], ["320"]]


def test_what_is_the_same_gets_no_new_revision(store):
    store(Q3)
    second = store(Q3, Q4)
    assert queries.stored_by(second) == (1, 0)
    assert queries.history("langtidsledige", "DK") == []


@pytest.mark.parametrize("change", ["UPDATE indicator_figure SET thousandths = 0", "DELETE FROM indicator_figure"])
def test_the_database_itself_keeps_every_figure(store, change):
    store(Q3)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))


def test_our_own_code_cannot_change_a_figure_either(store):
    store(Q3)
    db.session.query(IndicatorFigure).one().thousandths = 1
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("period", "retrieved_on", "place"),
    [("2027Q1", date(2010, 12, 6), (3, "period")), ("2011M01", date(2010, 12, 31), (3, "period"))],
)
def test_a_period_that_begins_after_the_figures_were_retrieved_is_refused(send, period, retrieved_on, place):
    row = f"langtidsledige;DK;{period};7;fuldtidspersoner"
    assert faults(partial(send, retrieved_on=retrieved_on), Q3, row) == [place]


def test_a_period_that_was_not_over_when_the_figures_were_retrieved_is_remarked_on_once(send):
    uploaded = send(Q3, Q4, Q4.replace("langtidsledige", "arbejdskraftreserve").replace("fuldtidspersoner", "personer"))
    [note] = uploaded.notes
    assert (note.row, note.blocks, note.text.values) == (3, False, {"period": "2010Q4", "day": "06.12.2010"})
    assert send(Q4, retrieved_on=date(2011, 1, 1)).notes == []


def test_an_area_of_another_region_is_remarked_on_before_anything_counts(send, make, region):
    own, theirs = make.job_centre(region), make.job_centre(make.region())
    rows = [f"langtidsledige;{each};2010Q3;7;fuldtidspersoner" for each in ("DK", region.code, own.code, theirs.code)]
    [note] = send(*rows).notes
    assert (note.row, note.blocks) == (5, False)
    assert theirs.name in note.text.values["area"]


def test_of_a_file_with_a_fault_nothing_is_kept(send):
    assert faults(send, Q3, "langtidsledige;DK;2010Q4;7;personer") == [(3, "unit")]
    assert db.session.query(IndicatorImport).count() == 0


def test_an_import_is_confirmed_or_dropped_once(send, store, caseworker):
    for closed in (store(Q3), send(Q4)):
        if closed.status is ImportStatus.PREVIEW:
            uploads.drop(closed, seen=closed.version, by=caseworker)
        for again in (figure_importing.confirm, uploads.drop):
            with pytest.raises(Conflict, match="closed already"):
                again(closed, seen=closed.version, by=caseworker)
    assert list(stored()) == ["2010Q3"]


def test_somebody_who_looked_at_an_older_page_is_told(send, caseworker):
    uploaded = send(Q3)
    with pytest.raises(Conflict, match="colleague"):
        figure_importing.confirm(uploaded, seen=uploaded.version + 1, by=caseworker)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"source": " "}, "source"), ({"retrieved_on": None}, "retrieved_on"),
     ({"retrieved_on": date(2999, 1, 1)}, "retrieved_on")],
)  # fmt: skip
def test_the_source_and_the_day_are_asked_for(send, facts, field):
    with pytest.raises(Refusal) as refused:
        send(Q3, **facts)
    assert [each.field for each in refused.value.problems] == [field]


def test_a_file_with_a_cpr_number_is_not_kept(send):
    with pytest.raises(Refusal, match="Row 2, column 4"):
        send("langtidsledige;DK;2010Q3;0101901234;fuldtidspersoner")


@pytest.mark.parametrize("word", ["Værdi", "Tal"])
def test_what_is_wrong_stands_beside_the_heading_of_the_file(region, caseworker, word):
    data = f"Indikator;Område;Periode;{word};Enhed\nlangtidsledige;DK;2010Q3;mange;personer".encode()
    read = partial(figure_importing.preview, region, data, Origin("tal.csv", "x", date(2010, 12, 6)), by=caseworker)
    assert faults(read) == [(2, word), (2, "Enhed")]


def test_windows_1252_is_read_and_told(send):
    uploaded = send("langtidsledige;DK;2010Q3;7;fuldtidspersoner;Ærø", encoding="cp1252")
    assert ["Windows-1252" in str(each.text) for each in uploaded.notes] == [True]


@pytest.fixture
def printed(send, make):
    """The figures of Nordjylland 2010 as they were printed, under the portal's codes."""
    make.region(code="BR-NJ", name="Beskæftigelsesregion Nordjylland")
    return send(*demonstration.as_rows())


def test_the_printed_figures_of_nordjylland_can_be_imported(printed):
    assert len(printed.rows) == 66


def test_the_totals_of_figures_6_and_7_are_found_to_leave_out_the_wage_subsidies(printed):
    odd: dict[str, list[tuple[str, ...]]] = {}
    totals = [each for each in printed.notes if "stated" in each.text.values]
    for each in totals:
        said = tuple(each.text.values[name] for name in ("stated", "added", "amount"))
        odd.setdefault(each.column.rpartition(", ")[0], []).append(said)
    assert odd == {
        "virksomhedsrettet-match1, BR-NJ": [("149", "218", "69"), ("261", "299", "38"), ("357", "416", "59")],
        "virksomhedsrettet-match2, BR-NJ": [("220", "280", "60"), ("260", "300", "40"), ("340", "373", "33")],
    }
    assert {each.text.values["part"] for each in totals} == {"loentilskud-match1", "loentilskud-match2"}


def test_a_total_is_compared_with_parts_that_were_imported_before(store, send):
    store(*(f"{part}-match1;DK;2010;10;fuldtidspersoner" for part in ("praktik", "voksenelev")))
    uploaded = send(
        "loentilskud-match1;DK;2010;5;fuldtidspersoner",
        "virksomhedsrettet-match1;DK;2010;20;fuldtidspersoner",
        retrieved_on=date(2011, 1, 10),
    )
    [note] = uploaded.notes
    assert (note.row, note.blocks, note.text.values["part"]) == (3, False, "loentilskud-match1")
