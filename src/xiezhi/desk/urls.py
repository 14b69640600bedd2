"""Where the desk answers."""

from __future__ import annotations

from django.urls import path

from xiezhi.desk import bank, hearings, invariants, matters, money, opening, today

app_name = "desk"
urlpatterns = [
    path("", today.today_page, name="today"),
    path("notices/", today.put_away, name="notices"),
    path("matters/", matters.matters_page, name="matters"),
    path("hearings/", hearings.hearings_page, name="hearings"),
    path("money/", money.money_page, name="money"),
    path("money/bank/", bank.bank_page, name="bank"),
    path("open/", opening.open_page, name="open"),
    path("verify/", invariants.verify_page, name="verify"),
]
