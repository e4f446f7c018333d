"""A field day of four people and a phone let in: what the tests of phones begin with. Other tests bring fields of their own."""

import pytest

from tests.handover.factories import a_field
from tests.handover.phone import a_phone


@pytest.fixture
def field(world):
    return a_field(world, 4)


@pytest.fixture
def phone(client, field):
    return a_phone(client, field)
