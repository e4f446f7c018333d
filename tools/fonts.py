"""Fetch the typefaces papers are set in and put them where the wheel expects them.

Tinos is as wide as Times New Roman and Arimo as wide as Arial, so an office's own forms keep their line breaks.
Both are under the SIL Open Font License 1.1; the licences stand beside the fonts. The packages are pinned by
version and by the hash of their archive.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "src" / "balakas" / "papers" / "fonts"
PACKAGES = {
    "@expo-google-fonts/tinos@0.4.2": (
        "Tinos",
        "MQkfvUO1Aw7UP3jRtWLcjda+udanoL8ecrbkjbc3ZdhSI1iW/Uil4uD8O0eOiIxU2v/FeAT2XjGNiz5oYUlucg==",
    ),
    "@expo-google-fonts/arimo@0.4.3": (
        "Arimo",
        "kXMUJ303nJgKjJFr8yuiAY9dgIoAoj9HccKkaSw0J63/T4MSdxFejzfDUVLzUz+ohpQWinifV99QOAUQLcGKDg==",
    ),
}
STYLES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")


def main() -> int:
    """Fetch what is missing; return 0 when every typeface is there."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for package, (family, sha512) in PACKAGES.items():
        if all((FONTS / f"{family}_{style}.ttf").exists() for style in STYLES):
            continue
        _unpack(_fetch(package, sha512), family)
        print(f"{family}: {len(STYLES)} fonts", file=sys.stderr)
    return 0


def _fetch(package: str, sha512: str) -> bytes:
    """Return the package's archive; stop when it is not the one we pinned."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the fonts (Node 20.19 or newer)")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", package, "--silent", "--pack-destination", folder], check=True, stdout=sys.stderr)
        archive = next(Path(folder).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != sha512:
        sys.exit(f"{package}: the archive is not the one that was pinned")
    return archive


def _unpack(archive: bytes, family: str) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for style in STYLES:
            name = f"{family}_{style}.ttf"
            _copy(tar, f"package/{style}/{name}", FONTS / name)
        _copy(tar, "package/LICENSE_FONT", FONTS / f"LICENSE-{family}.txt")


def _copy(tar: tarfile.TarFile, member: str, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        sys.exit(f"{member} is not in the package")
    target.write_bytes(source.read())


if __name__ == "__main__":
    sys.exit(main())
