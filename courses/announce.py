"""Send a signal once the transaction has committed."""

import logging
from typing import Any

from django.db import transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)


def on_commit(signal: Signal, **facts: Any) -> None:
    """Send `signal` after commit; a listener that fails is logged and harms nobody else."""

    def send() -> None:
        for receiver, answer in signal.send_robust(sender=None, **facts):
            if isinstance(answer, Exception):
                logger.error("%r failed on %r", receiver, facts, exc_info=answer)

    transaction.on_commit(send)
