"""The command finds what is built, says what is not, and reports by its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import xiezhi.cli
from xiezhi.cli import main as entry

COMMAND = Path(sys.executable).with_name("xiezhi")
ECHO = '''"""Says the word again

and more."""
def arguments(parser):
    parser.add_argument("word")
    parser.add_argument("--code", type=int)
def run(args):
    print(args.word)
    return args.code
'''


@pytest.fixture
def say_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subcommand `say-twice`, planted in a folder of its own."""
    (tmp_path / "say_twice.py").write_text(ECHO, "utf-8")
    monkeypatch.setattr(xiezhi.cli, "__path__", [str(tmp_path), *xiezhi.cli.__path__])
    monkeypatch.delitem(sys.modules, "xiezhi.cli.say_twice", raising=False)


@pytest.mark.usefixtures("say_twice")
def test_a_module_is_a_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.commands()["say-twice"] == "say_twice"
    assert "main" not in entry.commands() and "--main--" not in entry.commands()
    assert entry.says("say_twice") == "Says the word again"
    assert entry.main(["say-twice", "公"]) == 0
    assert entry.main(["say-twice", "公", "--code", "1"]) == 1
    assert capsys.readouterr().out == "公\n公\n"


@pytest.mark.usefixtures("say_twice")
@pytest.mark.parametrize("call", [[], ["no-such-thing"], ["say-twice"], ["say-twice", "x", "--code", "y"]])
def test_a_wrong_call_is_2(call: list[str]) -> None:
    with pytest.raises(SystemExit) as done:
        entry.main(call)
    assert done.value.code == 2


def test_an_empty_home_gets_its_database(tmp_path: Path) -> None:
    start = "from xiezhi.cli.main import open_platform as o; o(); o()"
    home = tmp_path / "new" / "home"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"XIEZHI_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", start], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert (home / "xiezhi.sqlite3").stat().st_size > 0


def test_help_names_each_subcommand_in_utf8() -> None:
    done = subprocess.run(
        [COMMAND, "--help"],
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    said = done.stdout.decode("utf-8")
    assert "獬豸" in said
    for name, module in entry.commands().items():
        assert f"{name:<14}{entry.says(module)}" in said
