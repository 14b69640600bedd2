"""Where the desk answers."""

from __future__ import annotations

from django.urls import path

from xiezhi.desk import (
    accounts,
    affairs,
    archive,
    bank,
    budget,
    hearings,
    indicators,
    invariants,
    late,
    matters,
    messages,
    money,
    opening,
    oversight,
    powers,
    reform,
    service,
    today,
)

app_name = "desk"
urlpatterns = [
    path("", today.today_page, name="today"),
    path("notices/", today.put_away, name="notices"),
    path("matters/", matters.matters_page, name="matters"),
    path("hearings/", hearings.hearings_page, name="hearings"),
    path("money/", money.money_page, name="money"),
    path("money/accounts/", accounts.accounts_page, name="accounts"),
    path("money/exceptions/", accounts.exceptions_page, name="exceptions"),
    path("money/budget/", budget.budget_page, name="budget"),
    path("money/bank/", bank.bank_page, name="bank"),
    path("service/", service.service_page, name="service"),
    path("service/<uuid:id>/", service.batch_page, name="batch"),
    path("archive/", archive.archive_page, name="archive"),
    path("archive/<uuid:id>/", archive.file_page, name="file"),
    path("indicators/", indicators.indicators_page, name="indicators"),
    path("indicators/<str:id>/<str:side>/", indicators.listed_page, name="indicator"),
    path("oversight/", oversight.oversight_page, name="oversight"),
    path("messages/", messages.messages_page, name="messages"),
    path("affairs/", affairs.affairs_page, name="affairs"),
    path("affairs/<str:procedure>/", affairs.affair_page, name="affair"),
    path("reform/", reform.reform_page, name="reform"),
    path("late/", late.late_page, name="late"),
    path("open/", opening.open_page, name="open"),
    path("powers/", powers.powers_page, name="powers"),
    path("looks/", powers.looks_page, name="looks"),
    path("reason/", powers.reason_page, name="reason"),
    path("verify/", invariants.verify_page, name="verify"),
]
