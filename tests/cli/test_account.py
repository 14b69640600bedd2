"""`xiezhi account`: whoever keeps the platform signs somebody out everywhere, closes an account and opens it again."""

from __future__ import annotations

import pytest

from tests.pages.conftest import law_folder, world
from tests.pages.world import World
from xiezhi.cli import main as entry

__all__ = ["law_folder", "world"]


def test_somebody_is_signed_out_everywhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "open_platform", lambda: None)
    name = world.people["王法官"].account.user.username
    here, there, other = world.client("王法官"), world.client("王法官"), world.client("立案甲")
    assert entry.main(["account", name, "--out"]) == 0
    assert [c.get("/desk/").status_code for c in (here, there, other)] == [302, 302, 200]
    again = world.client("王法官")
    assert again.get("/desk/").status_code == 200
    assert entry.main(["account", name, "--close"]) == 0
    assert again.get("/desk/").status_code == 302
    assert entry.main(["account", name, "--open"]) == 0
    assert world.client("王法官").get("/desk/").status_code == 200
    assert entry.main(["account", "nobody", "--out"]) == 2
