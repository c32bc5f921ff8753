"""Tests of exports, with the readers that others have."""
