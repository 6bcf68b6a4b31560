"""A scan as a Python script does it: OpenSlide reads regions, Keras finds and classifies cells with the weights of
the shipped models.

Reads one JSON line, `{"path", "finder", "classifier", "threads"}`, and answers with its name. Then, for each line
`{"fields": [{"xPx", "yPx", "widthPx", "heightPx"}, …], "redCellDiameterPx"}`, it searches those regions and answers
`{"seconds", "cells"}`: regions overlap, a cell counts once. Ends with its input.
"""

import json
import os
import sys
import time

import numpy as np
import openslide
from networks import Networks, keras
from PIL import Image

# Nothing but answers may reach the channel, whatever a library prints.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

class Scan:
    def __init__(self, asked):
        self.slide = openslide.OpenSlide(asked["path"])
        self.networks = Networks(asked)

    def read(self, field, diameter):
        """The field from the level that is just fine enough for the finder, and pixels of it per full pixel."""
        level = self.slide.get_best_level_for_downsample(diameter / self.networks.finder_card["redCellPx"])
        factor = self.slide.level_downsamples[level]
        size = (round(field["widthPx"] / factor), round(field["heightPx"] / factor))
        region = self.slide.read_region((round(field["xPx"]), round(field["yPx"])), level, size)
        white = Image.new("RGB", region.size, "white")
        white.paste(region, mask=region.getchannel("A"))
        return white, 1 / factor

    def search(self, asked):
        start = time.perf_counter()
        known = np.zeros((0, 2))  # centres of the cells found so far, slide pixels
        for field in asked["fields"]:
            image, factor = self.read(field, asked["redCellDiameterPx"])
            diameter = asked["redCellDiameterPx"] * factor
            boxes = self.networks.find(image, diameter)
            centres = (boxes[:, :2] + boxes[:, 2:]) / 2 / factor + (field["xPx"], field["yPx"])
            apart = np.hypot(*(centres[:, None] - known[None]).transpose(2, 0, 1))
            fresh = (apart > asked["redCellDiameterPx"]).all(1)
            if fresh.any():
                self.networks.classify(image, boxes[fresh], diameter)
            known = np.concatenate([known, centres[fresh]])
        return {"seconds": time.perf_counter() - start, "cells": len(known)}


def main():
    scan = Scan(json.loads(sys.stdin.readline()))
    answer({"name": f"OpenSlide {openslide.__library_version__} and Keras {keras.__version__}"})
    for line in sys.stdin:
        answer(scan.search(json.loads(line)))


def answer(value):
    _answers.write(json.dumps(value) + "\n")
    _answers.flush()


main()
