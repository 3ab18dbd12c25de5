"""Installs the validators we did not write, each family into an environment of its own: .oracles/<family>.

A family is a folder beside this file with its pins: `requirements.txt` for Python, `package.json` with its lock file
for Node, `debian.txt` (a suite, then packages with their versions) for compilers that are unpacked beside everything
else and not installed. What is installed with these pins already is left alone. Node and apt-get are looked for, not
installed: without them those families are named and left out. Run from anywhere:
python tests/oracles/install.py [FAMILY]...
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent.parent / ".oracles"
PINS = ("requirements.txt", "package.json", "package-lock.json", "debian.txt")
ATTEMPTS = 3


def families() -> dict[str, Path]:
    """Family to the folder with its pins, by name."""
    return {f.name: f for f in sorted(HERE.iterdir()) if any((f / pins).is_file() for pins in PINS)}


def install(name: str, pins: Path) -> bool:
    """Installs one family unless it is there with these pins; whether it is there now."""
    target = TARGET / name
    stamp = target / ".installed"
    wanted = fingerprint(pins)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    if (pins / "package.json").is_file() and not shutil.which("npm"):
        print(f"{name}: left out, there is no npm here")
        return True
    if (pins / "debian.txt").is_file() and not (shutil.which("apt-get") and shutil.which("dpkg")):
        print(f"{name}: left out, there is no apt-get here")
        return True
    print(f"{name}: installing", flush=True)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if not all(run(command, target) for command in commands(pins, target)):
        shutil.rmtree(target, ignore_errors=True)
        return False
    stamp.write_text(wanted, encoding="utf-8")
    return True


def fingerprint(pins: Path) -> str:
    """A digest of the pins."""
    parts = [path.read_bytes() for name in PINS if (path := pins / name).is_file()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def commands(pins: Path, target: Path) -> list[list[str]]:
    """What installs a family."""
    found: list[list[str]] = []
    if (pins / "requirements.txt").is_file():
        pip = [str(target / "bin" / "python"), "-m", "pip", "-qq", "--disable-pip-version-check"]
        found += [
            [sys.executable, "-m", "venv", str(target)],
            [*pip, "install", "--requirement", str(pins / "requirements.txt")],
        ]
    if (pins / "package.json").is_file():
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(pins / name, target / name)
        found.append(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    if (pins / "debian.txt").is_file():
        suite, *packages = (pins / "debian.txt").read_text(encoding="utf-8").split()
        found += unpacked(suite, packages, target)
    return found


def unpacked(suite: str, packages: list[str], target: Path) -> list[list[str]]:
    """What fetches Debian packages by their index, kept apart from the machine's own, and unpacks them."""
    (target / "lists" / "partial").mkdir(parents=True)
    (target / "sources.list").write_text(f"deb {archive()} {suite} main\n", encoding="utf-8")
    apart = {"etc::sourcelist": "sources.list", "etc::sourceparts": "-", "state::lists": "lists", "cache": "cache"}
    options = [f"-oDir::{name}={target / place if place != '-' else '-'}" for name, place in apart.items()]
    apt = ["apt-get", "-qq", *options]
    unpack = "for each in *.deb; do dpkg -x $each . || exit 1; done; rm -rf *.deb lists cache"
    return [[*apt, "update"], [*apt, "download", *packages], ["sh", "-c", unpack]]


def archive() -> str:
    """Where this machine gets its packages from."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    found = subprocess.run(asked, capture_output=True, text=True).stdout.split()
    return next((place for place in found if place.rstrip("/").endswith("debian")), "")


def run(command: list[str], folder: Path) -> bool:
    """Runs a command, again where a registry was not to be reached."""
    return any(subprocess.run(command, cwd=folder).returncode == 0 for _ in range(ATTEMPTS))


def main(wanted: list[str]) -> int:
    """Installs the families named, or all; 1 where one could not be installed, 2 for a name that is none."""
    known = families()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"there is no family {', '.join(unknown)}; there is: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = [name for name in wanted or known if not install(name, known[name])]
    if failed:
        print(f"could not be installed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
