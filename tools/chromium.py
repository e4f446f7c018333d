"""Find a Chromium or Chrome for the browser tests, else install one; a failing sentence when neither works."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of a browser: `CHROMIUM` where given, else one on the PATH."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Install Debian's package as root, else Playwright's own build."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False).returncode == 0:
            command = ["apt-get", "install", "-y", "-qq", "chromium", "poppler-utils"]
            return subprocess.run(command, env=environment, check=False, stdout=sys.stderr).returncode == 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0


def main() -> int:
    """Print where the browser is."""
    if find() or install():
        print(find() or "playwright")
        return 0
    print(
        "No Chromium or Chrome was found and none could be installed. Install one, or set CHROMIUM to its path.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
