"""Who is asking: the person of the signed-in account."""

from __future__ import annotations

from django.http import HttpRequest

from xiezhi.kernel.people.models import Account, Person


def person_of(request: HttpRequest) -> Person | None:
    """The person of the signed-in account, or none."""
    if not request.user.is_authenticated:
        return None
    account = Account.objects.filter(user_id=request.user.pk).select_related("person").first()
    return account.person if account else None
