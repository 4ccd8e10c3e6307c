"""Where a user's data lie unless another folder is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["default_store"]


def default_store() -> Path:
    """LIANGRONG_STORE, else ``liangrong`` in the place where the system keeps a user's data."""
    named = os.environ.get("LIANGRONG_STORE")
    if named:
        return Path(named).expanduser()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "liangrong"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "liangrong"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "liangrong"
