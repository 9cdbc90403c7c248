"""Remove what tools leave behind. The database, the uploads and the secrets in var/ stay."""

import os
import shutil

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHES = {".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", "__pycache__"}
LEAVE = {".git", ".venv", "var", "node_modules"}

for folder, names, _files in os.walk(ROOT):
    for name in [name for name in names if name in CACHES]:
        shutil.rmtree(os.path.join(folder, name))
    names[:] = [name for name in names if name not in LEAVE | CACHES]
