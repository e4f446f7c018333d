"""The sample office goes through the rooms' own actions, also with people who have no NIK yet."""

import pytest

from balakas.recipients.queries import listed
from tests.reporting.cases import begun


@pytest.mark.django_db
def test_the_sample_types_people_without_a_nik() -> None:
    assert len(listed.on_list(begun(4, without_nik=1).id)) == 4
