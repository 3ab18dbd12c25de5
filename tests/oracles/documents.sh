#!/bin/sh
# Installs what judges documents and pictures into .oracles: asl-validator, mermaid, openapi-spec-validator.
# Run from the root of the repository; needs node and python3.
set -eu
scripts=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
for family in asl pictures; do
    mkdir -p ".oracles/$family"
    cp "$scripts/$family/package.json" "$scripts/$family/package-lock.json" ".oracles/$family/"
    (cd ".oracles/$family" && npm ci --ignore-scripts --no-audit --no-fund)
done
python3 -m venv .oracles/contracts
.oracles/contracts/bin/pip install --quiet --requirement "$scripts/contracts/requirements.txt"
