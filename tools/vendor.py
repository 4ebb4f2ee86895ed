"""`python tools/vendor.py`: fetches by npm what the pages bring along, and writes it where it is served from.

Versions and hashes stand here, so that whoever runs it gets the same bytes or an error. Only who changes a version has
to run it: the files are part of the repository.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "onrecord" / "web" / "static" / "vendor"
# Package, version, SHA-256 of its archive, and which of its files go where.
PACKAGES = [
    ("htmx.org", "2.0.11", "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
     {"package/dist/htmx.min.js": "htmx.min.js", "package/LICENSE": "htmx.LICENSE.txt"}),
]  # fmt: skip


def fetch(name: str, version: str, folder: Path) -> Path:
    """The archive of a package, by npm."""
    run = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    return archive


def main() -> None:
    """Fetch and write all."""
    for name, version, wanted, files in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            archive = fetch(name, version, Path(folder))
            found = hashlib.sha256(archive.read_bytes()).hexdigest()
            if found != wanted:
                sys.exit(
                    f"{name} {version} has the hash {found}, and {wanted} was expected; nothing is written"
                )
            with tarfile.open(archive) as opened:
                for inside, outside in files.items():
                    member = opened.extractfile(inside)
                    if member is None:
                        sys.exit(f"{name} {version} has no {inside}")
                    (TARGET / outside).write_bytes(member.read())
        print(f"{name} {version}: {', '.join(files.values())}")


if __name__ == "__main__":
    main()
