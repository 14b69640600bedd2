"""A member of staff who visits pages, the peer's beside the platform's."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import override_settings

from tests.kernel.world import World
from xiezhi.kernel.people.models import Account

POST = "filing_judge"


def visitor(world: World) -> Client:
    """A browser in which the filing judge is signed in."""
    person = world.person(POST)
    user, _ = get_user_model().objects.get_or_create(username=POST)
    Account.objects.get_or_create(user=user, person=person)
    override_settings(ROOT_URLCONF="tests.bench.plain").enable()  # for the rest of the run
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


def page(client: Client, path: str) -> str:
    """The page at a path, which must be there."""
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return str(response.content.decode())
