"""The number of the request that a thread answers, for its log and its answer."""

from contextvars import ContextVar

#: Empty outside of a request.
request_id: ContextVar[str] = ContextVar("request_id", default="")
