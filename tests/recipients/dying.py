"""A helper process that dies in the middle of a list, as for want of memory."""

import os
import signal
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from balakas.recipients.actions import preparing


def prepare(coming: Iterator[Any]) -> Iterator[Any]:
    yield from islice(preparing.prepare(coming), 3)
    time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)
