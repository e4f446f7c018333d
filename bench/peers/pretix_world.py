"""Run in pretix's own environment: an event with `count` paid tickets, made by pretix's models; prints token, list and secrets."""

import json
import sys
from datetime import timedelta
from decimal import Decimal

import django

django.setup()

from django.utils.timezone import now  # noqa: E402 -- Django first
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import (  # noqa: E402
    CheckinList,
    Event,
    Item,
    Order,
    OrderPosition,
    Organizer,
    Team,
    TeamAPIToken,
)


def make(count: int) -> dict[str, object]:
    """Make the event and return what a scanner needs."""
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    event = Event.objects.create(
        organizer=organizer, name="Bansos", slug="bansos", currency="IDR", live=True, date_from=now() - timedelta(hours=1),
        plugins="",
    )  # fmt: skip
    item = Item.objects.create(event=event, name="Beras", default_price=Decimal(0), admission=True)
    team = Team.objects.create(
        organizer=organizer, name="Petugas", all_events=True, all_event_permissions=True, all_organizer_permissions=True
    )
    token = TeamAPIToken.objects.create(team=team, name="Ponsel")
    checks = CheckinList.objects.create(event=event, name="Semua", all_products=True)
    secrets = []
    for number in range(count):
        order = Order.objects.create(
            event=event, code=f"B{number:05d}", email="warga@example.org", status=Order.STATUS_PAID, datetime=now(),
            expires=now() + timedelta(days=10), total=Decimal(0), locale="en",
            sales_channel=organizer.sales_channels.get(identifier="web"),
        )  # fmt: skip
        position = OrderPosition.objects.create(
            order=order,
            item=item,
            price=Decimal(0),
            attendee_name_parts={"_scheme": "full", "full_name": f"Warga {number}"},
        )
        secrets.append(position.secret)
    return {"token": token.token, "list": checks.pk, "secrets": secrets, "organizer": organizer.slug}


if __name__ == "__main__":
    with scopes_disabled():
        print(json.dumps(make(int(sys.argv[1]))))
