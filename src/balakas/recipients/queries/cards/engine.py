"""The two networks (where is text, what does it say) of the wheel `rapidocr`, run on one core.

The wheel carries its weights, so nothing is fetched and no photo leaves the machine. The networks are run directly:
the wheel's own pipeline takes every photo to a short side of 736 and gives back text without the characters' places.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
import onnxruntime

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

Picture = np.ndarray[Any, np.dtype[np.uint8]]
Floats = np.ndarray[Any, np.dtype[np.float32]]

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48
"""Rows of pixels the recogniser takes a line in."""
STEP = 8
"""Columns of pixels per time step of the recogniser."""


class ReaderMissing(BalakasError):
    """The package's networks are not where its pinned version keeps them."""

    code = "card_reader_missing"
    message = N_("Pembaca kartu belum terpasang lengkap. Pasang ulang BALAKAS.")


@dataclass(frozen=True, slots=True)
class Networks:
    """The loaded networks; `letters` are the characters by column of the recogniser's answer, column 0 is "none"."""

    detector: onnxruntime.InferenceSession
    recogniser: onnxruntime.InferenceSession
    letters: tuple[str, ...]


@cache
def networks() -> Networks:
    """Load both networks once per process. Raises `ReaderMissing`."""
    cv2.setNumThreads(1)
    folder = files("rapidocr") / "models"
    try:
        detector, recogniser = (_session((folder / name).read_bytes()) for name in (DETECTOR, RECOGNISER))
    except FileNotFoundError as missing:
        raise ReaderMissing from missing
    listed = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Networks(detector, recogniser, ("", *listed, " "))


def _session(weights: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the largest picture's memory for ever
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def text_map(picture: Picture) -> Floats:
    """Return for every pixel how likely it is text, 0 to 1; sides of `picture` are multiples of 32."""
    blob = cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5))
    (answer,) = networks().detector.run(None, {"x": blob})
    return np.asarray(answer[0, 0])


def letter_table(line: Picture) -> Floats:
    """Return for a line (48 pixels high) a table of time steps x letters."""
    blob = cv2.dnn.blobFromImage(line, 1 / 127.5, mean=(127.5, 127.5, 127.5))
    (answer,) = networks().recogniser.run(None, {"x": blob})
    return np.asarray(answer[0])
