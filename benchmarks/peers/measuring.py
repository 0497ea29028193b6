"""What every peer's program shares: papers from standard input, names to standard output, time and memory to a file.

Nothing but the standard library, for each peer runs in an environment of its own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

#: What a peer finds in a text: names, or pairs of a short and a long form.
Finder = Callable[[str, str], Iterable[object]]


def measure(load: Callable[[], Finder]) -> None:
    """Load a peer, let it read every paper, and write what it finds and what that took.

    `load` returns a function of title and abstract. The cost is a JSON object in the file that KG_PEER_COST names:
    seconds to load, seconds to read, and the most memory in megabytes.
    """
    began = time.perf_counter()
    find = load()
    loaded = time.perf_counter()
    papers = [json.loads(line) for line in sys.stdin]
    for paper in papers:
        found = sorted({json.dumps(each, ensure_ascii=False) for each in find(paper["title"], paper["abstract"])})
        print(json.dumps({"id": paper["id"], "found": [json.loads(each) for each in found]}, ensure_ascii=False))
    cost = {
        "load_seconds": round(loaded - began, 2),
        "seconds": round(time.perf_counter() - loaded, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    Path(os.environ["KG_PEER_COST"]).write_text(json.dumps(cost), encoding="utf-8")
