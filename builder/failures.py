"""Moved to builder.errors."""

from builder.errors import *  # noqa: F403
