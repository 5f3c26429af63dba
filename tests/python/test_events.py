"""Of dbt's events for developers, only those that somebody hears are made."""

from __future__ import annotations

from typing import Any

import pytest
from dbt.adapters.events.types import SQLQuery
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.types import Formatting, Note, RetryExternalCall

from sluice.build.events import heard_events

NAME = {"conn_name": "one", "node_info": {}}


@pytest.fixture
def heard() -> EventManager:
    """A manager that keeps what was fired in `messages`."""
    manager = EventManager()
    messages: list[str] = []
    manager.callbacks.append(lambda event: messages.append(f"{event.info.level} {event.info.msg}"))
    manager.messages = messages  # type: ignore[attr-defined]
    return manager


def test_events_for_developers_are_not_made(heard: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = BaseEvent.__init__

    def count(self: BaseEvent, *values: Any, **named: Any) -> None:
        made.append(type(self).__name__)
        make(self, *values, **named)

    monkeypatch.setattr(BaseEvent, "__init__", count)
    with heard_events({"RetryExternalCall"}):
        heard.fire_event(SQLQuery(sql="select 1", **NAME))
        heard.fire_event(SQLQuery(sql="select 2", **NAME), level=EventLevel.DEBUG)
        assert made == heard.messages == []
        heard.fire_event(RetryExternalCall(attempt=1, max=2))
        heard.fire_event(Note(msg="said"))
        assert made == ["RetryExternalCall", "Note"]
    heard.fire_event(SQLQuery(sql="select 3", **NAME))
    assert made[2:] == ["SQLQuery"]
    assert [message.split()[0] for message in heard.messages] == ["debug", "info", "debug"]


def test_one_that_is_fired_as_more_than_that_is_heard(heard: Any) -> None:
    with heard_events(()):
        heard.fire_event(SQLQuery(sql="select 4", **NAME), level=EventLevel.WARN)
        heard.fire_event(Formatting("one"), level=EventLevel.ERROR)
        heard.fire_event(Formatting("two"))
    assert [message.split()[0] for message in heard.messages] == ["warn", "error", "info"]
    assert "select 4" in heard.messages[0] and heard.messages[1] == "error one"


def test_what_fails_leaves_dbt_as_it_was() -> None:
    before = BaseEvent.__init__, EventManager.fire_event
    with pytest.raises(ZeroDivisionError), heard_events(()):
        raise ZeroDivisionError
    assert (BaseEvent.__init__, EventManager.fire_event) == before
