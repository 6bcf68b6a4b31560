"""What the three peers share: the job they are given, its weights, and the answering of rounds.

A peer reads one JSON line, its job, and answers with what it is; then it times one round for each further
line, `{"work": "forward" | "train", "batches": n}`, and answers `{"seconds": s}`. It ends with its input.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

# Nothing but answers may reach the channel, whatever a library prints.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Job:
    """One network, its input and its weights, as the bench wrote them."""

    def __init__(self, line):
        given = json.loads(line)
        self.network = given["network"]
        self.layers = self.network["layers"]
        self.threads = given["threads"]
        self.learning_rate = given["learningRate"]
        folder = Path(given["folder"])
        size = self.network["inputPx"]
        batch = given["batchSize"]
        # float32 [batch, inputPx, inputPx, 3], normalised
        self.input = np.fromfile(folder / "input.bin", "<f4").reshape(batch, size, size, 3)
        # class of each image
        self.labels = np.arange(batch) % self.network["classCount"]
        self.trained = _read_weights(folder / "trained")
        self.folded = _read_weights(folder / "folded")


def _read_weights(folder):
    """Tensors by name, float32; kernels are [height, width, in, out]."""
    index = json.loads((folder / "model.json").read_text())["tensors"]
    content = (folder / "weights.bin").read_bytes()
    return {
        tensor["name"]: np.frombuffer(
            content, "<f4", int(np.prod(tensor["shape"])), tensor["offsetBytes"]
        ).reshape(tensor["shape"])
        for tensor in index
    }


def serve(make_peer):
    """Answers rounds. `make_peer(job)` returns the peer's name and its works: functions by name that run one
    batch and return what the bench compares across peers: probabilities (forward), loss (train)."""
    job = Job(sys.stdin.readline())
    name, works = make_peer(job)
    checks = {work: np.asarray(run()).ravel().tolist() for work, run in works.items()}
    _answer({"name": name, "checks": checks})
    for line in sys.stdin:
        asked = json.loads(line)
        run = works[asked["work"]]
        start = time.perf_counter()
        for _ in range(asked["batches"]):
            run()
        _answer({"seconds": time.perf_counter() - start})


def _answer(value):
    _answers.write(json.dumps(value) + "\n")
    _answers.flush()
