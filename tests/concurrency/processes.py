"""Running operations in processes of their own, all at the same moment."""

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do the calls in a process each, released together; give what each returned, or the exception it raised."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(len(calls))
    pipes = [context.Pipe(duplex=False) for _ in calls]
    processes = [
        context.Process(target=_run, args=(call, barrier, sender), daemon=True)
        for call, (_, sender) in zip(calls, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    answers = [receiver.recv() if receiver.poll(90) else TimeoutError("no answer") for receiver, _ in pipes]
    for process in processes:
        process.join(10)
    return answers


def _run(call: Callable[[], Any], barrier: Any, sender: Any) -> None:
    connections.close_all()
    barrier.wait(60)
    try:
        answer = call()
    except Exception as error:
        answer = error
    sender.send(answer)
    connections.close_all()
