"""The operations of the OpenAPI document."""

from __future__ import annotations

from liangrong.interfaces.web.api.openapi import document

ADDRESS = "http://127.0.0.1:8421"
OPERATIONS = [(path, method) for path, found in document()["paths"].items() for method in found]
VERBS_ALONE = [(path, method) for path, method in OPERATIONS if path not in ("/api/v1/", "/api/v1/health")]
