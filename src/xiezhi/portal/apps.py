"""Django app of the public portal."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Drafts of the public and the pages that make matters of them."""

    name = "xiezhi.portal"
    label = "portal"
    verbose_name = "公众服务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xiezhi.kernel.procedure.registry import law_check
        from xiezhi.portal.faults import folder_faults

        @law_check("elements")
        def guide_faults(folder: Path) -> Iterable[str]:
            """Everything wrong with the guides of a law book."""
            return [f"elements/{fault}" for fault in folder_faults(folder / "elements")]
