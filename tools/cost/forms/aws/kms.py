"""AWS KMS: keys and requests."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("keys", "keys kept", "key", "customer_managed_keys", "cmks", "cmk", "kms_keys", "customer_keys"),
    count("rotations", "rotations of keys that are billed: the first two of each", "rotated_keys", "key_rotations"),
    count(
        "requests",
        "symmetric requests",
        "api_requests",
        "kms_requests",
        "api_calls",
        "symmetric_requests",
        "calls",
        "operations",
        "",
    ),
    count("asymmetric_requests", "asymmetric requests beside RSA 2048", "requests_asymmetric", "ecc_requests"),
    count("rsa2048_requests", "requests of RSA 2048 keys", "requests_rsa2048", "rsa_2048_requests"),
    count(
        "datakeypair_requests",
        "pairs of data keys made",
        "gen_datakeypair_ecc_rsa",
        "data_key_pairs",
        "generate_data_key_pair",
    ),
)
CHARGES = (
    Charge("key", "Keys", ("keys",)),
    Charge("key", "Rotations", ("rotations",)),
    Charge("requests", "Requests", ("requests",)),
    Charge("requests_asymmetric", "Asymmetric requests", ("asymmetric_requests",)),
    Charge("requests_rsa2048", "RSA 2048 requests", ("rsa2048_requests",)),
    Charge("gen_datakeypair_ecc_rsa", "Data key pairs", ("datakeypair_requests",)),
)

FORM = Form("kms", FIELDS, CHARGES, features={"kms_key": {"keys": 1.0}, "kms_keys": {}, "kms_requests": {}})
