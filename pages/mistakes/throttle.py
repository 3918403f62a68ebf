"""How many reports one address, and all together, may send: no account and no puzzle is asked for.

Counted in the cache, by a digest of the address: without Redis each process counts on its own,
which lets more through, never fewer.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from catalog.editorial import MistakeReport
from catalog.http import client_address

PER_ADDRESS, WINDOW_SECONDS = 5, 60 * 60
MOST_UNDECIDED = 1000  # beyond it editors have more than they can read


def may_report(request: HttpRequest) -> bool:
    """Tell whether another report is taken, and count it."""
    if MistakeReport.objects.undecided().count() >= MOST_UNDECIDED:
        return False
    key = f"mistakes-{salted_hmac('mistakes', client_address(request) or '').hexdigest()}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) <= PER_ADDRESS
    except ValueError:  # it expired, or the cache did not answer
        return True
