"""Tiles as OpenSlide's users serve them: DeepZoomGenerator, Pillow's JPEG encoder, a pool of threads.

Reads one JSON line a question and answers with one: `{"path"}` opens a slide, `{"tiles": [[level, column, row], …],
"tilePx", "overlapPx", "quality", "threads"}` makes tiles and times each, `{"show": [level, column, row], …}` gives
one as base64, `{"opens": n}` times opening. Ends with its input.
"""

import base64
import io
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import openslide
from openslide.deepzoom import DeepZoomGenerator

# Nothing but answers may reach the channel, whatever a library prints.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Peer:
    def __init__(self):
        self.path = None
        self.slide = None

    def open(self, asked):
        self.path = asked["path"]
        self.slide = openslide.OpenSlide(self.path)
        version = f"OpenSlide {openslide.__library_version__}, Python {openslide.__version__}"
        return {"name": version, "widthPx": self.slide.dimensions[0], "heightPx": self.slide.dimensions[1]}

    def make(self, zoom, tile, quality):
        level, column, row = tile
        picture = zoom.get_tile(level, (column, row))
        file = io.BytesIO()
        picture.save(file, "jpeg", quality=quality)
        return file.getvalue()

    def zoom(self, asked):
        # the whole slide, as the station shows it, also where a scanner says which part it has scanned
        return DeepZoomGenerator(self.slide, asked["tilePx"], asked["overlapPx"], limit_bounds=False)

    def tiles(self, asked):
        zoom = self.zoom(asked)
        quality = asked["quality"]

        def timed(tile):
            start = time.perf_counter()
            size = len(self.make(zoom, tile, quality))
            return (time.perf_counter() - start) * 1000, size

        start = time.perf_counter()
        with ThreadPoolExecutor(asked["threads"]) as pool:
            done = list(pool.map(timed, asked["tiles"]))
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "latenciesMs": [ms for ms, _ in done], "bytes": sum(size for _, size in done)}

    def show(self, asked):
        jpeg = self.make(self.zoom(asked), asked["show"], asked["quality"])
        return {"jpeg": base64.b64encode(jpeg).decode()}

    def opens(self, asked):
        times = []
        for _ in range(asked["opens"]):
            start = time.perf_counter()
            slide = openslide.OpenSlide(self.path)
            times.append((time.perf_counter() - start) * 1000)
            slide.close()
        return {"latenciesMs": times}


def main():
    peer = Peer()
    for line in sys.stdin:
        asked = json.loads(line)
        kind = next(name for name in ("path", "tiles", "show", "opens") if name in asked)
        answer = {"path": peer.open, "tiles": peer.tiles, "show": peer.show, "opens": peer.opens}[kind](asked)
        _answers.write(json.dumps(answer) + "\n")
        _answers.flush()


main()
