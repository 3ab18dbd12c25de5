"""Judges OpenAPI documents: python judge.py < documents.json. What is wrong with each, empty for nothing."""

import json
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator

verdicts = [
    "; ".join(str(error.message)[:200] for error in OpenAPIV31SpecValidator(document).iter_errors())
    for document in json.load(sys.stdin)
]
sys.stdout.write(json.dumps(verdicts))
