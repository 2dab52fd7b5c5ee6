"""The child process that reads what is large or native: it may die, hang or grow, and nobody else notices."""

import os
import resource
import tempfile
import time
from functools import partial

import pytest

from portal.adapters import spreadsheet_child, spreadsheet_queue
from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Unreadable, Workbook
from portal.adapters.spreadsheet_queue import Busy, a_place
from tests.budgets.workbooks import filled, funded, line, read, with_part

HELD = {
    (1, 1): Cell(Kind.TEXT, "æ \x00 \ud800"),
    (3, 2): Cell(Kind.NUMBER, "0.1", "A1*2", "percent"),
    (1_048_576, 16_384): Cell(Kind.EMPTY, "", ""),
}
BOOK = Workbook("xls", [Sheet("Ark", "hidden", HELD, {4}, {2}, ["A1:B2"])], {"navn": ("Ark", 1, 2)}, {"macros"})
GROWN = with_part(filled(funded(line(1))), "docProps/app.xml", lambda xml: xml + b"<!--" + b" " * (3 << 20) + b"-->")


def fails():
    raise KeyError("a fault in the child")


def writes_a_file():
    with tempfile.NamedTemporaryFile("wb") as file:
        file.write(b"x" * 10)
    return BOOK


def test_what_the_child_read_comes_back_as_it_was():
    assert spreadsheet_child.apart(lambda: BOOK) == BOOK


def test_a_refusal_in_the_child_is_a_refusal():
    def refuses():
        raise Unreadable("file_unsafe", what="DOCTYPE")

    with pytest.raises(Unreadable) as refused:
        spreadsheet_child.apart(refuses)
    assert (refused.value.code, refused.value.params) == ("file_unsafe", {"what": "DOCTYPE"})


@pytest.mark.parametrize(
    "work", [os.abort, fails, partial(os._exit, 0), lambda: bytearray(1 << 30), writes_a_file],
    ids=["aborts", "fails", "exits", "takes a GiB", "writes a file"],
)  # fmt: skip
def test_a_child_that_dies_is_a_refusal_and_no_process_is_left(work):
    with pytest.raises(Unreadable) as refused:
        spreadsheet_child.apart(work)
    assert refused.value.code == "file_too_heavy"
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_child_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(spreadsheet_child, "WALL_SECONDS", 0.2)
    with pytest.raises(Unreadable) as refused:
        spreadsheet_child.apart(lambda: time.sleep(60))
    assert refused.value.code == "file_too_heavy"


def test_a_child_that_counts_for_ever_is_ended_by_its_limit(monkeypatch):
    monkeypatch.setattr(spreadsheet_child, "CPU_SECONDS", 1)
    with pytest.raises(Unreadable) as refused:
        spreadsheet_child.apart(lambda: all(iter(int, 1)) or sum(iter(lambda: 1, 0)))
    assert refused.value.code == "file_too_heavy"


def test_the_limits_are_the_ones_that_were_decided(monkeypatch):
    kinds = {"cpu": resource.RLIMIT_CPU, "file": resource.RLIMIT_FSIZE, "core": resource.RLIMIT_CORE}

    def limits():
        said = ", ".join(f"{name} {resource.getrlimit(kind)[1]}" for name, kind in kinds.items())
        return Workbook("xls", [Sheet(said)])

    assert spreadsheet_child.apart(limits).sheets[0].name == "cpu 5, file 0, core 0"


def test_a_large_workbook_that_is_killed_is_a_refusal_with_a_reference(monkeypatch):
    monkeypatch.setattr(spreadsheet_child, "WALL_SECONDS", 0.001)
    found = read(GROWN)
    assert found.refused == "file_too_heavy"
    assert len(found.findings[0].params["id"]) == 8


def test_only_so_many_read_at_once_and_the_next_is_told_to_come_back(monkeypatch, tmp_path):
    monkeypatch.setattr(spreadsheet_queue.tempfile, "gettempdir", lambda: str(tmp_path))
    with a_place(2, 0), a_place(2, 0):
        with pytest.raises(Busy) as busy, a_place(2, 0.1):
            pass
        assert busy.value.status == 429
    with a_place(2, 0):
        pass


def test_a_place_of_a_process_that_was_killed_is_free_again(monkeypatch, tmp_path):
    monkeypatch.setattr(spreadsheet_queue.tempfile, "gettempdir", lambda: str(tmp_path))
    child = os.fork()
    if child == 0:
        got = spreadsheet_queue._free(spreadsheet_queue._folder(), 1)
        os._exit(0 if got is not None else 1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the child had the only place"
    with a_place(1, 0), pytest.raises(Busy), a_place(1, 0):
        pass


def test_many_at_once_is_said_and_not_blamed_on_the_file(monkeypatch, tmp_path):
    monkeypatch.setattr(spreadsheet_queue.tempfile, "gettempdir", lambda: str(tmp_path))
    held = [
        spreadsheet_queue._free(spreadsheet_queue._folder(), spreadsheet_queue.PLACES)
        for _each in range(spreadsheet_queue.PLACES)
    ]
    monkeypatch.setattr(spreadsheet_queue.time, "monotonic", iter([0.0, 31.0, 62.0]).__next__)
    with pytest.raises(Busy):
        read(GROWN)
    for place in held:
        os.close(place)
