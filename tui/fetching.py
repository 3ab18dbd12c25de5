"""The one door to published files on the web: a price list that the user names by its URL."""

from __future__ import annotations

from tui.console import InputError

TIMEOUT_S = 60.0


def fetched(url: str, most: int) -> bytes:
    """The bytes behind an https URL, `most` and one more of them at the most. Raises InputError."""
    from urllib import request

    if not url.startswith("https://"):
        raise InputError(f"{url[:80]}: only https URLs are fetched")
    opener = request.OpenerDirector()
    for handler in (
        request.HTTPSHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    try:
        with opener.open(url, timeout=TIMEOUT_S) as answer:
            data: bytes = answer.read(most + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{url[:80]}: {getattr(error, 'reason', error)}") from None
    return data
