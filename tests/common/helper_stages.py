"""Stages that test_helper runs in processes of their own."""

import os
import signal
import time
from collections.abc import Iterator

from balakas.recipients.rules.tables import HeadsAlike


def count(coming: Iterator[int]) -> Iterator[int]:
    yield from range(next(coming))


def square(coming: Iterator[int]) -> Iterator[int]:
    yield from (number * number for number in coming)


def refuse(coming: Iterator[int]) -> Iterator[int]:
    yield next(coming)
    raise HeadsAlike(heading="NIK", first="A", second="B")


def fail(coming: Iterator[int]) -> Iterator[int]:
    yield next(coming)
    raise LookupError


def die(coming: Iterator[int]) -> Iterator[int]:
    yield next(coming)
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)


def process(coming: Iterator[int]) -> Iterator[int]:
    yield os.getpid()
    yield from coming
    time.sleep(60)
