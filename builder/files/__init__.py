"""Files on disk: read with care, and written whole or not at all."""

from builder.files.read import (
    LOCK_LIMIT,
    MEDIA_LIMIT,
    PACKAGE_LIMIT,
    SOURCE_LIMIT,
    digest_of,
    digest_of_file,
    files_below,
    inner_path,
    leads_out,
    opened,
    read_bytes,
    sort_at,
    sort_of,
)
from builder.files.write import remove, replace_unchanged, sole_writer, sweep, write_all

__all__ = [
    "LOCK_LIMIT",
    "MEDIA_LIMIT",
    "PACKAGE_LIMIT",
    "SOURCE_LIMIT",
    "digest_of",
    "digest_of_file",
    "files_below",
    "inner_path",
    "leads_out",
    "opened",
    "read_bytes",
    "remove",
    "replace_unchanged",
    "sole_writer",
    "sort_at",
    "sort_of",
    "sweep",
    "write_all",
]
