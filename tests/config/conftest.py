import pytest

from tests.config import office as office_module


@pytest.fixture(scope="session")
def made_office(tmp_path_factory):
    """The data folder of one office that nobody changes."""
    folder = tmp_path_factory.mktemp("office") / "data"
    assert office_module.init(folder) == {"office": "63.11.03", "name": "Kecamatan Awayan", "username": "admin"}
    return folder


@pytest.fixture
def office(made_office, tmp_path):
    """A copy of the office's data folder to work on."""
    return office_module.copy(made_office, tmp_path / "data")
