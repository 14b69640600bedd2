"""Who asks: the actor of a request."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiezhi.kernel.access.actor import NOBODY, Actor, of_person
from xiezhi.kernel.people.models import Account, Court

_KEPT, _HOUSE = "xiezhi_actor", "xiezhi_house"


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with the posts held today, or nobody; asked once for each request."""
    kept = getattr(request, _KEPT, None)
    if isinstance(kept, Actor):
        return kept
    actor = NOBODY
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        account = Account.objects.select_related("person").filter(user=user).first()
        actor = of_person(account.person) if account else NOBODY
    setattr(request, _KEPT, actor)
    return actor


def house_of(request: HttpRequest) -> str:
    """The name of the actor's court, else of the platform; asked once for each request."""
    kept: str | None = getattr(request, _HOUSE, None)
    if kept is None:
        kept = _house_name(actor_of(request))
        setattr(request, _HOUSE, kept)
    return kept


def _house_name(actor: Actor) -> str:
    court = Court.objects.filter(code=min(actor.courts)).first() if actor.posts else None
    return court.name if court else platform_name()


def platform_name() -> str:
    """The name of the platform where there is no court yet."""
    return _("獬豸在线法院")
