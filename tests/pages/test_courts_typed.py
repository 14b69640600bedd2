"""A court is typed by its name or its code, in a field of the act and in every row of a record."""

from __future__ import annotations

from datetime import date

from xiezhi.kernel.procedure.book import law
from xiezhi.pages.suggest import courts_by_code


def test_courts_by_name_in_rows_become_codes() -> None:
    book = law()
    fields = book.procedure("staff.establishment", date(2025, 1, 6)).acts["propose"].data
    data = {"establishment_row": [{"court": "北京市东城区人民法院"}, {"court": " 京0102 "}, {"court": "没有的法院"}]}
    courts_by_code(fields, data, book)
    assert [row["court"] for row in data["establishment_row"]] == ["京0101", "京0102", "没有的法院"]
    moved = {"move_from": "北京市东城区人民法院", "move_to": "京0102"}
    courts_by_code(book.procedure("staff.establishment", date(2025, 1, 6)).acts["propose_move"].data, moved, book)
    assert moved == {"move_from": "京0101", "move_to": "京0102"}
