"""Translates SAM templates into CloudFormation: python translate.py < templates.json. Null where one is refused."""

import json
import sys

from judge import translated

sys.stdout.write(json.dumps([translated(text)[0] for text in json.load(sys.stdin)]))
