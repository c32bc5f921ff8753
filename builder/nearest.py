"""Moved to builder.diagnostics."""

from builder.diagnostics import *  # noqa: F403
