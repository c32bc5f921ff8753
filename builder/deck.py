"""Moved to builder.model."""

from builder.model import *  # noqa: F403
