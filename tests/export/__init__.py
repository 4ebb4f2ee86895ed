"""Tests of onrecord.export."""
