"""The pages on everything that `check` reports."""

from __future__ import annotations

from csdlgen.check import service_pages, type_pages

PAGES = (*type_pages.PAGES, *service_pages.PAGES)
