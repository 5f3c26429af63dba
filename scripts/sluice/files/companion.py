"""Work that a process has done beside itself, by a child that never outlives it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any


class Companion:
    """A child that does some work. It ends with its parent and holds nothing open of its caller."""

    def __init__(self, work: Callable[..., Any], *arguments: object) -> None:
        self.work, self.arguments = work, arguments
        context = get_context("fork")
        self.receiver, sender = context.Pipe(duplex=False)
        context.Process(target=self.serve, args=(sender,), daemon=True).start()
        sender.close()

    def serve(self, sender: Connection) -> None:
        """What the child does."""
        Thread(target=end_with_parent, daemon=True).start()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        sender.send(self.work(*self.arguments))

    def wait(self) -> tuple[Any, bool]:
        """What came of the work, once the child is done; whether it came so far."""
        with suppress(EOFError):
            return self.receiver.recv(), True
        return None, False

    def result(self) -> Any:
        """What came of the work; done in this process where the child didn't come to its end."""
        found, is_done = self.wait()
        if is_done:
            return found
        return self.work(*self.arguments)


def end_with_parent() -> None:
    """Ends this process once its parent has."""
    parent = parent_process()
    if parent:
        parent.join()
    os._exit(1)
