"""What changing from one offer to another pays, cold cache included. Pure.

Once both caches are warm, a request costs the mean of a month at each offer; the difference is the
saving. The first request at the new offer finds no cached prompt: it pays the write price (or that
of input, where no write price is published) for the part that a share `hits` of requests otherwise
reads. That once costs, for each separate cached prompt:

    cold = cost of a task without hits − cost of a task at the hit rate, both at the new offer

and the change has paid for itself after the smallest whole number n of requests with
n × saving per request ≥ cold. A provider's minimum for a prompt to be cached, and how long it keeps
one, are not in the data.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pricing.estimate import AVERAGE, EXACT
from pricing.tariff import Tariff
from pricing.workload import Per, Workload, monthly_load

# The hit rate is a whole percentage, so a hundred tasks have the mean of a task exactly.
TASKS = 100


@dataclass(frozen=True, slots=True)
class Switch:
    """A change of offers: USD saved per month, negative where it costs more.

    `cold` is what the cold cache costs once, in USD, and `pays_after` the number of requests after
    which the change has paid for itself; None where it never does.
    """

    saving: Decimal
    cold: Decimal
    pays_after: int | None


def switch(now: Tariff, other: Tariff, workloads: Sequence[Workload], caches: int = 1) -> Switch:
    """Return what changing from `now` to `other` pays; `caches` are separate cached prompts."""
    load = monthly_load(workloads)
    saving = EXACT.subtract(now.estimate(load).total, other.estimate(load).total)
    cold = EXACT.multiply(cold_cache_cost(other, workloads), caches)
    return Switch(saving, cold, pays_after(saving, load.requests, cold))


def cold_cache_cost(tariff: Tariff, workloads: Iterable[Workload]) -> Decimal:
    """Return what the first task of each workload costs more than later ones, in USD.

    0 where writing costs no more than reading.
    """
    return max(Decimal(0), _sum(_cold(tariff, workload) for workload in workloads))


def _cold(tariff: Tariff, workload: Workload) -> Decimal:
    tasks = replace(workload, requests=TASKS, per=Per.MONTH)
    warm, cold = tariff.estimate(tasks.load), tariff.estimate(replace(tasks, hits=0).load)
    return EXACT.scaleb(EXACT.subtract(cold.total, warm.total), -2)


def _sum(costs: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for cost in costs:
        total = EXACT.add(total, cost)
    return total


def pays_after(saving: Decimal, requests: int, cold: Decimal) -> int | None:
    """Return after how many requests a saving on that many exceeds a cost; None: never."""
    if saving <= 0:
        return None
    return max(1, math.ceil(AVERAGE.divide(EXACT.multiply(cold, requests), saving)))
