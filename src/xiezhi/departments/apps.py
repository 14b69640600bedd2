"""One application for all departments: it registers what they give a meaning to (conditions, effects, values, slots)."""

from importlib import import_module
from pkgutil import walk_packages

from django.apps import AppConfig

from xiezhi import departments


class DepartmentsConfig(AppConfig):
    name = "xiezhi.departments"
    label = "departments"

    def ready(self) -> None:
        for module in walk_packages(departments.__path__, f"{departments.__name__}."):
            if module.name.rpartition(".")[2] in ("rules", "acts", "words"):
                import_module(module.name)
