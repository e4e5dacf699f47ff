"""Structured logs: ids and counts, never content."""

import logging
import re
import sys

import orjson
from typing_extensions import override

_FIELDS = ("request", "status", "ms", "change", "reaction", "attempts", "count", "signal", "pid", "kind", "error")
_WORD = re.compile(r"[\w.:/ -]{0,200}")


class JsonLines(logging.Formatter):
    """One JSON object a line, from an allow-list of fields. An exception is logged by its type and place alone."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if not record.args else str(record.msg),
        }
        for field in _FIELDS:
            if (value := record.__dict__.get(field)) is not None:
                line[field] = value if isinstance(value, int | float) else _plain(value)
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                line["place"] = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        return orjson.dumps(line).decode()


def _plain(value: object) -> str:
    match = _WORD.match(str(value))
    return match.group() if match else ""


def configure(level: str) -> None:
    """Send every log line of this process to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "sqlalchemy.engine", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
