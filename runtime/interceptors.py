"""Refusals leave an activity as what they are: final, unless trying again may help."""

from typing import Any

from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from rules.errors import Refusal


class Refusals(Interceptor):
    """Tells Temporal which failures are worth another try."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Refusals(super().intercept_activity(next))


class _Refusals(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            return await self.next.execute_activity(input)
        except Refusal as refusal:
            name = type(refusal).__name__
            raise ApplicationError(str(refusal), type=name, non_retryable=not refusal.retry) from refusal
