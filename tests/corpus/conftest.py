"""Tests of this folder are run for each document of the corpus."""

from __future__ import annotations

from tests.corpus.survey import each_document as pytest_generate_tests

__all__ = ["pytest_generate_tests"]
