"""Rewrite the generated files below contracts/; `--freeze` adds new event versions.

A frozen version is one that others may rely on: its schema never changes again.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import contracts
from deploy.publishing.files import published_files

FOLDER = Path(contracts.__file__).parent


def main() -> None:
    files = published_files()
    for path, content in files.items():
        target = FOLDER / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(content, encoding="utf-8")
    if "--freeze" in sys.argv[1:]:
        freeze(files)


def freeze(files: dict[str, str]) -> None:
    """Note the digest of every event version that has none yet."""
    list_file = FOLDER / "frozen.json"
    frozen = json.loads(list_file.read_text()) if list_file.is_file() else {}
    for path, content in files.items():
        folder, _, name = path.partition("/")
        if folder == "schemas":
            digest = sha256(content.encode()).hexdigest()
            frozen.setdefault(name.removesuffix(".json"), digest)
    list_file.write_text(json.dumps(frozen, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
