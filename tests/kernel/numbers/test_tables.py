"""The tables of the law book load whole, fast, and hang together."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from xiezhi.kernel.numbers.tables import BESIDE_THE_SOURCE, Tables, load_tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_every_row_is_there(tables: Tables) -> None:
    levels = [
        sum(c.level == level and c.status == "current" for c in tables.every_court)
        for level in ("最高", "高级", "中级", "基层")
    ]
    assert levels == [1, 32, 406, 3060]
    assert len(tables.every_court) == 3822
    domains = [
        sum(c.domain == d for c in tables.causes.values())
        for d in ("civil", "criminal", "administrative", "judicial_compensation")
    ]
    assert domains == [1055, 510, 177, 24]
    assert len(tables.case_types["民特"]) == 13


def test_each_link_leads_somewhere(tables: Tables) -> None:
    codes = tables.courts_of_code.keys()
    assert [c.name for c in tables.every_court if c.parent_code and c.parent_code not in codes] == []
    assert [c.name for c in tables.every_court if c.successor_code and c.successor_code not in codes] == []
    assert [c.id for c in tables.causes.values() if c.parent_id and c.parent_id not in tables.causes] == []


def test_each_code_of_a_source_is_explained(tables: Tables) -> None:
    said = tomllib.loads((BESIDE_THE_SOURCE / "sources.toml").read_text("utf-8"))
    types = [t for group in tables.case_types.values() for t in group]
    assert {c.source for c in tables.every_court} | {"status"} == said["courts"].keys()
    assert {c.status for c in tables.every_court} == said["courts"]["status"].keys()
    assert {t.source for t in types} | {"status"} == said["case-types"].keys()
    assert {t.status for t in types} == said["case-types"]["status"].keys()
    assert {c.source for c in tables.causes.values()} | {"scheme"} == said["causes"].keys()
    assert {c.scheme for c in tables.causes.values()} == said["causes"]["scheme"].keys()
    rows = [*tables.every_court, *types, *tables.causes.values()]
    assert {row.confidence for row in rows} == {"high", "medium", "low"}


def test_a_court_is_found_by_code_and_name_and_lists_hold_current_ones(tables: Tables) -> None:
    dongcheng = tables.court("京0101")
    assert dongcheng and (dongcheng.name, dongcheng.parent_code) == ("北京市东城区人民法院", "京02")
    assert tables.court_named("北京市东城区人民法院") is dongcheng
    assert {c.status for c in tables.courts.values()} == {"current"}
    assert len(tables.courts_of_code["渝0192"]) == 2
    assert tables.court("京9999") is None


def test_a_cause_is_found_by_id_and_by_its_most_specific_name(tables: Tables) -> None:
    lending = tables.cause("民间借贷纠纷")
    assert lending and tables.cause(lending.id) is lending
    shared = tables.cause("人格权纠纷")
    assert shared and shared.level == 2
    assert tables.cause("不存在的案由") is None


def test_a_wrong_column_or_row_is_named(tmp_path: Path) -> None:
    for name in ("courts.csv", "causes.csv", "case-types.csv"):
        (tmp_path / name).write_bytes((BESIDE_THE_SOURCE / name).read_bytes())
    with (tmp_path / "courts.csv").open("a", encoding="utf-8") as file:
        file.write("京9998,少列的法院\n")
    with pytest.raises(ValueError, match=r"courts\.csv:3824"):
        load_tables(tmp_path)
    (tmp_path / "courts.csv").write_text("code,name\n京,北京市高级人民法院\n", "utf-8")
    with pytest.raises(ValueError, match=r"courts\.csv:1"):
        load_tables(tmp_path)
