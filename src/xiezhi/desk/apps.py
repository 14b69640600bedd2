"""Django app of the staff's desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Today, lists and hearings of the people who work in a court."""

    name = "xiezhi.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xiezhi.desk.bank import unexplained
        from xiezhi.kernel.procedure.registry import Ctx, condition

        @condition("month_is_explained")
        def month_is_explained(ctx: Ctx) -> bool | str | None:
            """Bank and court agree for the month, or somebody explained each difference (the bank's files lie with the desk)."""
            month = str(ctx.fact("month") or "")
            if ctx.data is None or len(month) != 7 or not month.replace("-", "").isdigit():
                return None
            left = unexplained(ctx.standing.court, month)
            return f"{month}还有{left}项差异没有说明。请在银行对账页逐项说明后再结账。" if left else True
