"""A batch as a plain Python script does it: Pillow decodes the images of a slide, Keras finds and classifies the cells with
the weights of the shipped models, sqlite3 stores them, a transaction a slide.

Reads one JSON line, `{"finder", "classifier", "threads"}`, and answers with its name. Then, for each line
`{"slides": [{"name", "fields": [path, …]}, …], "redCellDiameterPx", "database"}`, it answers `{"seconds", "cells"}`: the
first slide, in which everything is run for the first time, is not timed. It is told how wide a red cell is; it judges no
focus, hashes no file and stops at the first one that it cannot read. Ends with its input.
"""

import json
import os
import sqlite3
import sys
import time

import PIL
from networks import Networks, keras
from PIL import Image

# Nothing but answers may reach the channel, whatever a library prints.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def scan_slide(networks, db, slide, diameter):
    cells = []
    for index, path in enumerate(slide["fields"]):
        image = Image.open(path).convert("RGB")
        boxes = networks.find(image, diameter)
        if len(boxes) == 0:
            continue
        probabilities = networks.classify(image, boxes, diameter)
        cells += [
            (slide["name"], index, *map(float, box), *map(float, row)) for box, row in zip(boxes, probabilities)
        ]
    with db:
        db.executemany("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
    return len(cells)


def run(networks, asked):
    db = sqlite3.connect(asked["database"])
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(
        "CREATE TABLE cells (slide, field, left, top, right, bottom, benign, early_pre_b, pre_b, pro_b)"
    )
    first, *timed = asked["slides"]
    cells = scan_slide(networks, db, first, asked["redCellDiameterPx"])
    start = time.perf_counter()
    for slide in timed:
        cells += scan_slide(networks, db, slide, asked["redCellDiameterPx"])
    seconds = time.perf_counter() - start
    db.close()
    return {"seconds": seconds, "cells": cells}


def main():
    networks = Networks(json.loads(sys.stdin.readline()))
    answer({"name": f"Pillow {PIL.__version__}, Keras {keras.__version__}, sqlite3"})
    for line in sys.stdin:
        answer(run(networks, json.loads(line)))


def answer(value):
    _answers.write(json.dumps(value) + "\n")
    _answers.flush()


main()
