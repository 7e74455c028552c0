"""Calls that may hang."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Hang(Exception):
    """The call did not return in time."""


def call(function: Callable[[], Any], seconds: float) -> Any:
    """What ``function`` returns or raises, waiting at most ``seconds``.

    A call that hangs goes on in a daemon thread, which Python cannot stop, and is not waited for.
    """
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((function(), None))
        except BaseException as error:
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise Hang(f"did not return within {seconds:g} s")
    value, error = outcome[0]
    if error is not None:
        raise error
    return value
