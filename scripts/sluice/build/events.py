"""Keeps dbt from making events for developers that nobody hears: a tenth of a small run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sluice.build.replacing import replaced


@contextmanager
def heard_events(names: Collection[str]) -> Iterator[None]:
    """Has dbt make no event of its debug level but those of these names, or fired at another level.

    Each statement has five of them, and each field is checked before any log is asked.
    """
    from dbt_common.events.base_types import BaseEvent, DebugLevel, EventLevel
    from dbt_common.events.event_manager import EventManager

    make, fire = BaseEvent.__init__, EventManager.fire_event

    def is_heard(kind: type[BaseEvent]) -> bool:
        return kind.__name__ in names or not issubclass(kind, DebugLevel)

    def make_heard(self: BaseEvent, *values: Any, **named: Any) -> None:
        if is_heard(type(self)):
            make(self, *values, **named)
        else:
            object.__setattr__(self, "unmade", (values, named))

    def fire_heard(
        self: EventManager, e: BaseEvent, level: EventLevel | None = None, **more: Any
    ) -> None:
        if not is_heard(type(e)):
            if level in (None, EventLevel.DEBUG):
                return
            values, named = object.__getattribute__(e, "unmade")
            make(e, *values, **named)
        fire(self, e, level, **more)

    with (
        replaced(BaseEvent, "__init__", make_heard),
        replaced(EventManager, "fire_event", fire_heard),
    ):
        yield
