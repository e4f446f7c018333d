"""Pages laid once and shown under many.

Thousands of invitations differ in a name, an address and a code; setting the same notice and letterhead 4,000 times takes
longer than all else. A template may therefore lay what is shared once. Its file then begins with a page of stand-ins:
pictures one dot high and n + 1 dots wide, of one grey, each standing for ground page n; the ground pages follow, then
the pages proper, with a stand-in wherever a ground belongs. Here every stand-in becomes the ground it stands for (a form
XObject: text stays text, and the file stays PDF/A) and the pages in front are taken out.
"""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

GREY = 85  # the shade of a stand-in


def lay(pdf: bytes) -> bytes:
    """Return the file with its grounds in place; the very same bytes when it has no stand-ins."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        stand_ins = _stand_ins(file.pages[0])
        if not stand_ins:
            return pdf
        for number, picture in stand_ins.items():
            _become(picture, file.pages[number + 1])
        del file.pages[: len(stand_ins) + 1]
        made = io.BytesIO()
        file.save(made, deterministic_id=True)
    return made.getvalue()


def _stand_ins(page: pikepdf.Page) -> dict[int, pikepdf.Object]:
    """Return the pictures of a first page made of nothing else: number of the ground -> picture."""
    pictures = list(page.resources.get("/XObject", Dictionary()).values())
    if not all(one.Subtype == Name.Image and one.Height == 1 and set(one.read_bytes()) == {GREY} for one in pictures):
        return {}
    return {int(one.Width) - 1: one for one in pictures}


def _become(picture: pikepdf.Object, ground: pikepdf.Page) -> None:
    """Turn a picture, drawn as a square of side one, into what the ground page shows."""
    left, bottom, right, top = (float(side) for side in ground.mediabox)
    width, height = right - left, top - bottom
    for key in ("/Width", "/Height", "/BitsPerComponent", "/ColorSpace"):
        del picture[key]
    picture.Subtype = Name.Form
    picture.BBox = ground.mediabox
    picture.Matrix = Array([1 / width, 0, 0, 1 / height, -left / width, -bottom / height])
    picture.Resources = ground.obj.get("/Resources", Dictionary())
    content: Any = ground.obj.Contents
    picture.write(content.read_raw_bytes(), filter=content.get("/Filter"), decode_parms=content.get("/DecodeParms"))
