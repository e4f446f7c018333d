"""The product's settings over a data folder of this test process: tests never touch a real one.

pytest-django reads settings before any conftest, so the folder has to be set here and not in a fixture.
"""

import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="balakas-tests-")
os.environ["BALAKAS_DATA"] = _folder.name

from balakas.config import data_folder  # noqa: E402 -- the folder must be set before settings are read

data_folder.make(Path(_folder.name))

from balakas.config.settings import *  # noqa: E402, F403 -- all of the product's settings, unchanged
