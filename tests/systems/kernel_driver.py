"""The driver that calls the verb itself."""

from __future__ import annotations

from tests.systems.story import Doing
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.procedure.refusal import Refused


class KernelDriver:
    """Does each act through `perform` and `open_matter`."""

    def do(self, doing: Doing) -> list[str]:
        try:
            if doing.matter is None:
                open_matter(
                    doing.procedure, doing.court, actor=doing.actor, act=doing.act.name, on=doing.on, data=doing.data,
                    key=f"step-{doing.step}",
                )  # fmt: skip
            else:
                perform(
                    doing.matter.id, doing.act.name, actor=doing.actor, on=doing.on, data=doing.data,
                    which=doing.which, key=f"step-{doing.step}",
                )  # fmt: skip
        except Refused as refused:
            return [r.code for r in refused.refusals]
        return []
