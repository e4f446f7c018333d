"""Tests never touch a real data folder: each process has one of its own, with keys."""

import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory(prefix="balakas-tests-")
os.environ["BALAKAS_DATA"] = _folder.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balakas.config.settings")

from balakas.config import data_folder  # noqa: E402 -- the folder must be set before settings are read

data_folder.make(Path(_folder.name))
