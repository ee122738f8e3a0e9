"""Logs as events with names and values: lines in development, JSON in production, and no secret in either."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Values under such names never reach a log, whoever writes them.
SECRET = re.compile(r"pass(word|wd|phrase)?$|secret|token|authorization|cookie|api_?key|recovery|session_key", re.I)
#: Secrets that stand in texts: one-time links, codes of providers, addresses of databases with a password.
IN_TEXT = (
    (re.compile(r"(/sign-in/link/)[^/\s?\"']+"), r"\1..."),
    (re.compile(r"([?&](?:code|state|token|key)=)[^&\s\"']+", re.I), r"\1..."),
    (re.compile(r"(\w+://[^:/\s]+:)[^@/\s]+@"), r"\1...@"),
    (re.compile(r"((?:bearer|basic)\s+)[\w.~+/=-]+", re.I), r"\1..."),
    (re.compile(r"((?:password|secret|token)['\"]?\s*[=:]\s*['\"]?)[^\s,'\"&}]+", re.I), r"\1..."),
)
Event = MutableMapping[str, Any]


def without_secrets(logger: Any, method: str, event: Event) -> Event:
    """Take secrets out of an event: values under telling names, and what texts carry along."""
    for name, value in list(event.items()):
        event[name] = "..." if SECRET.search(name) else _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, instead in IN_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {key: "..." if SECRET.search(str(key)) else _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def configuration(production: bool) -> dict[str, Any]:
    """Give Django's LOGGING, and let structlog write through it: everything comes out in one form."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": before,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "throughline": {"level": "INFO"},
            "django.server": {"level": "WARNING"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
