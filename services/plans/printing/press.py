"""The press: an edition as JSON on standard input, the PDF on standard output.

A process of its own, so that a plan of thousands of rows takes nobody else's time,
and with limits, so that it ends.
"""

import io
import json
import resource
import sys

from services.plans.printing.edition import Edition, read
from services.plans.printing.map import set_map
from services.plans.printing.matrix import set_matrix
from services.plans.printing.paper import Paper
from services.plans.printing.points import set_points
from services.plans.printing.sheets import set_cover, set_seal

MOST_MEMORY_BYTES = 1 << 30
MOST_SECONDS = 30


def printed(edition: Edition) -> bytes:
    """The same bytes for the same edition."""
    out = io.BytesIO()
    paper = Paper(out, edition)
    set_cover(paper)
    set_map(paper)
    set_points(paper)
    set_matrix(paper)
    set_seal(paper)
    paper.close()
    return out.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    edition = read(json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(printed(edition))


if __name__ == "__main__":
    main()
