"""Lines of the log that a machine reads, each with the number of its request."""

import logging

from pythonjsonlogger.json import JsonFormatter

from tochka.watching.number import request_id

#: What every record has of itself; only what the caller adds beside it is written.
RESERVED = (*vars(logging.makeLogRecord({})), "taskName", "message", "asctime")


class RequestNumber(logging.Filter):
    """Give every record the number of the request it was written in, or an empty one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class Json(JsonFormatter):
    """One JSON object a line: time, level, logger, message, number of the request, and what was measured."""

    def __init__(self) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message", "request_id"],
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            # A request holds cookies and addresses; the record of a failed one carries it along.
            reserved_attrs=[*RESERVED, "request", "status_code"],
        )
