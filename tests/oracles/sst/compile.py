"""Type-checks SST apps, all in one go: python compile.py ENVIRONMENT < apps.json

Each app is its files by path. SST's binary carries the platform its apps are compiled against: that is unpacked beside
the packages once. The answer names for each what the compiler finds wrong. Not found: a key that names no field of a
table, misspelt keys of what `app()` returns. Needs nothing but Python and Node.
"""

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

KNOWN = b"src/components/aws/queue.ts"
RECORD = 48
LOAD = 1

OPTIONS = (
    "--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--target", "es2022",
    "--moduleResolution", "bundler", "--types", "node", "--pretty", "false",
)  # fmt: skip

CONFIGURATION = "sst.config.ts"

GLOBALS = """import "./src/global.d.ts";
import type { Config } from "./src/config";
import * as pulumiAws from "@pulumi/aws";
import * as pulumiRandom from "@pulumi/random";

declare global {
  // @ts-ignore TypeScript refuses an exported alias in this place, yet resolves it, types included
  export import aws = pulumiAws;
  // @ts-ignore
  export import random = pulumiRandom;

  const $config: (configuration: Config) => Config;
}
"""
"""What SST writes for an app once its providers are installed."""


class Elf:
    """The bytes of an executable, addressed as the program sees them."""

    def __init__(self, data: bytes) -> None:
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not a 64-bit little-endian ELF file")
        self.data = data
        table, (size, count) = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<HH", data, 54)
        headers = (struct.unpack_from("<IIQQQQ", data, table + i * size) for i in range(count))
        self.segments = [(address, offset, length) for kind, _, offset, address, _, length in headers if kind == LOAD]

    def offset(self, address: int) -> int | None:
        """Place in the file of an address."""
        return next((o + address - a for a, o, n in self.segments if a <= address < a + n), None)

    def address(self, offset: int) -> int | None:
        """Address of a place in the file."""
        return next((a + offset - o for a, o, n in self.segments if o <= offset < o + n), None)

    def text(self, pointer: int, length: int) -> bytes | None:
        """The bytes a pointer leads to."""
        start = self.offset(pointer)
        return None if start is None else self.data[start : start + length]


def occurrences(data: bytes, needle: bytes) -> Iterator[int]:
    """Where some bytes stand."""
    at = data.find(needle)
    while at >= 0:
        yield at
        at = data.find(needle, at + 1)


def record(elf: Elf, at: int) -> tuple[str, bytes] | None:
    """The file that is described at a place, or None where the table ends."""
    name_at, name_len, data_at, data_len = struct.unpack_from("<QQQQ", elf.data, at)
    if not 0 < name_len < 300:
        return None
    name, data = elf.text(name_at, name_len), elf.text(data_at, data_len) if data_len else b""
    if name is None or data is None or not all(32 <= byte < 127 for byte in name):
        return None
    return name.decode("ascii"), data


def table_entry(elf: Elf) -> int:
    """Where the table of embedded files has the one that is known to be there."""
    for at in occurrences(elf.data, KNOWN):
        address = elf.address(at)
        if address is None:
            continue
        for entry in occurrences(elf.data, struct.pack("<QQ", address, len(KNOWN))):
            found = record(elf, entry)
            if found and found[1]:
                return entry
    raise LookupError(f"no embedded file named {KNOWN.decode()}: another layout?")


def unpack(binary: Path, target: Path) -> None:
    """Writes the files a program in Go embeds: records of name, data and digest, 48 bytes each."""
    elf = Elf(binary.read_bytes())
    start = table_entry(elf)
    for first, step in ((start, RECORD), (start - RECORD, -RECORD)):
        at = first
        while found := record(elf, at):
            path = (target / found[0]).resolve()
            if not found[0].endswith("/") and path.is_relative_to(target.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(found[1])
            at += step
    (target / "config.d.ts").write_text(GLOBALS, encoding="utf-8")


def main(apps, environment: Path):
    """What is wrong with each."""
    platform = environment / "platform"
    if not (platform / "config.d.ts").exists():
        (binary,) = environment.glob("node_modules/sst-*/bin/sst")
        unpack(binary, platform)
    with tempfile.TemporaryDirectory(dir=environment) as folder:
        root = Path(folder)
        for number, files in enumerate(apps):
            for path, text in files.items():
                if path.endswith(".ts"):
                    place = root / (f"{number}.{path}" if path == CONFIGURATION else f"{number}/{path}")
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(moved(text, number) if path == CONFIGURATION else text, encoding="utf-8")
        entries = [f"{number}.{CONFIGURATION}" for number in range(len(apps))]
        compiler = ["node", str(environment / "node_modules" / "typescript" / "bin" / "tsc")]
        done = subprocess.run([*compiler, *OPTIONS, *entries], cwd=root, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    own = [(f"{number}/", f"{number}.{CONFIGURATION}") for number in range(len(apps))]
    every = tuple(start for starts in own for start in starts)
    stray = [line for line in lines if not line.startswith(every)] + done.stderr.splitlines()
    return [{"wrong": [*stray, *(line for line in lines if line.startswith(starts))]} for starts in own]


def moved(text, number):
    """A configuration that stands beside the folder of its app, and beside the one platform there is."""
    return text.replace("./.sst/platform/", "../platform/").replace('import("./', f'import("./{number}/')


sys.stdout.write(json.dumps(main(json.load(sys.stdin), Path(sys.argv[1]))))
