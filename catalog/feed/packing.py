"""Pack a payload for storage, whole or against an earlier one, and read it back. Pure.

Two days of the feed differ by some kilobytes of megabytes. zstd is given the earlier payload as a
prefix, and writes what is equal as references to it (RFC 8878, section 5: raw content dictionary).
"""

import gzip
import sys
import zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Of the levels that take under 0.1 s for 2 MB, the smallest: 19 takes ten times as long for 10 %.
LEVEL = 12
GZIP = b"\x1f\x8b"  # how payloads were stored before they were packed, and how files have them
# The window must hold both payloads, or what is far back cannot be referred to.
SMALLEST_WINDOW, LARGEST_WINDOW = 20, 27  # powers of two, in bytes


class DamagedPayload(Exception):
    """What is stored is not what was packed, or was packed against another payload."""


def pack(body: bytes, base: bytes = b"") -> bytes:
    """Return the payload as one zstd frame, which `unpack` reads with the same `base`."""
    window = (len(body) + len(base)).bit_length()
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.window_log: min(LARGEST_WINDOW, max(SMALLEST_WINDOW, window)),
        # Finds the same text megabytes back, for a fraction of the time of a higher level.
        zstd.CompressionParameter.enable_long_distance_matching: 1,
    }
    return zstd.compress(body, options=options, zstd_dict=_prefix(base))


def unpack(packed: bytes, base: bytes = b"") -> bytes:
    """Return the payload of a zstd frame, or of gzip. Raises DamagedPayload."""
    try:
        if packed.startswith(GZIP):
            return gzip.decompress(packed)
        largest: dict[int, int] = {zstd.DecompressionParameter.window_log_max: LARGEST_WINDOW}
        return zstd.decompress(packed, options=largest, zstd_dict=_prefix(base))
    except (zstd.ZstdError, zlib.error, OSError, EOFError) as error:
        raise DamagedPayload(str(error)) from None


def _prefix(base: bytes) -> tuple[zstd.ZstdDict, int] | None:
    # zstd takes no dictionary below 8 bytes; such a payload saves nothing anyhow.
    return zstd.ZstdDict(base, is_raw=True).as_prefix if len(base) >= 8 else None
