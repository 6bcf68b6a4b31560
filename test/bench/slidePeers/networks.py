"""The networks of the shipped models in Keras, as a Python script would have them: cells of an image, and their classes."""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from PIL import Image

STRIDE = 4
BOX_UNIT = 18  # network pixels, of a white cell's half
SAME_CELL_IOU = 0.45
BATCH = 32


def read_model(folder):
    """Card, network and tensors by name, float32; kernels are [height, width, in, out]."""
    folder = Path(folder)
    card = json.loads((folder / "card.json").read_text())
    model = json.loads((folder / "model.json").read_text())
    content = (folder / "weights.bin").read_bytes()
    tensors = {
        tensor["name"]: np.frombuffer(
            content, "<f4", int(np.prod(tensor["shape"])), tensor["offsetBytes"]
        ).reshape(tensor["shape"])
        for tensor in model["tensors"]
    }
    return card, model["network"], tensors


def build_finder(network, tensors):
    specs = {one["name"]: one for one in network["convolutions"]}

    def convolve(name, x, activation=None):
        spec = specs[name]
        return layers.Conv2D(
            spec["outputChannels"],
            spec["kernel"],
            strides=spec["stride"],
            padding="same",
            activation=activation,
            name=name,
        )(x)

    def residual(first, second, x):
        return layers.ReLU()(layers.add([x, convolve(second, convolve(first, x, "relu"))]))

    def rise(name, coarse, fine):
        enlarged = layers.UpSampling2D(2)(convolve(f"{name}-lateral", coarse))
        return convolve(name, layers.add([enlarged, fine]), "relu")

    inputs = keras.Input((None, None, 3))
    quarter = residual("quarter-a", "quarter-b", convolve("quarter", convolve("half", inputs, "relu"), "relu"))
    eighth = residual("eighth-a", "eighth-b", convolve("eighth", quarter, "relu"))
    sixteenth = residual("sixteenth-a", "sixteenth-b", convolve("sixteenth", eighth, "relu"))
    sixteenth = residual("sixteenth-c", "sixteenth-d", sixteenth)
    risen = rise("up-quarter", rise("up-eighth", sixteenth, eighth), quarter)
    model = keras.Model(inputs, convolve("output", convolve("head", risen, "relu")))
    for name in specs:
        model.get_layer(name).set_weights([tensors[f"{name}/kernel"], tensors[f"{name}/bias"]])
    return model


def build_classifier(card, tensors):
    """With batch normalisation folded into the convolutions, as it is in use."""
    size = card["preprocessing"]["inputPx"]
    inputs = x = keras.Input((size, size, 3))
    kernels = []
    for block, count in enumerate([2, 2, 3, 3, 3], start=1):
        for number in range(1, count + 1):
            name = f"block{block}/conv{number}"
            scale = tensors[f"{name}/scale"] / np.sqrt(tensors[f"{name}/variance"] + 1e-3)
            kernel = tensors[f"{name}/kernel"] * scale
            bias = tensors[f"{name}/shift"] - tensors[f"{name}/mean"] * scale
            layer = layers.Conv2D(kernel.shape[3], 3, padding="same", activation="relu")
            x = layer(x)
            kernels.append((layer, kernel, bias))
        x = layers.MaxPooling2D(2)(x)
    head = layers.Dense(len(card["classes"]), activation="softmax")
    model = keras.Model(inputs, head(layers.GlobalAveragePooling2D()(x)))
    for layer, kernel, bias in kernels:
        layer.set_weights([kernel, bias])
    head.set_weights([tensors["head/kernel"], tensors["head/bias"]])
    return model


class Networks:
    """Cell finder and classifier with their cards, on so many threads."""

    def __init__(self, asked):
        tf.config.threading.set_intra_op_parallelism_threads(asked["threads"])
        tf.config.threading.set_inter_op_parallelism_threads(asked["threads"])
        self.finder_card, network, tensors = read_model(asked["finder"])
        self.finder = build_finder(network, tensors)
        self.card, _, tensors = read_model(asked["classifier"])
        self.classifier = build_classifier(self.card, tensors)

    def find(self, image, diameter):
        """Boxes of white cells in pixels of the image: left, top, right, bottom."""
        zoom = self.finder_card["redCellPx"] / diameter
        size = (max(1, round(image.width * zoom)), max(1, round(image.height * zoom)))
        pixels = np.asarray(image.resize(size, Image.Resampling.BILINEAR), np.float32) / 127.5 - 1
        padded = np.zeros((1, -(-size[1] // 16) * 16, -(-size[0] // 16) * 16, 3), np.float32)
        padded[0, : size[1], : size[0]] = pixels
        output = self.finder.predict_on_batch(padded)[0, : -(-size[1] // STRIDE), : -(-size[0] // STRIDE)]
        heat = 1 / (1 + np.exp(-output[..., 0]))
        around = tf.nn.max_pool2d(heat[None, ..., None], 3, 1, "SAME").numpy()[0, ..., 0]
        rows, columns = np.nonzero((heat == around) & (heat >= self.finder_card["scoreThreshold"]))
        if len(rows) == 0:
            return np.zeros((0, 4))
        sides = BOX_UNIT * np.exp(np.clip(output[rows, columns, 2:6], -4, 4))
        x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
        boxes = np.stack([x - sides[:, 0], y - sides[:, 1], x + sides[:, 2], y + sides[:, 3]], 1)
        kept = tf.image.non_max_suppression(boxes, heat[rows, columns], len(boxes), SAME_CELL_IOU).numpy()
        return boxes[kept] / zoom

    def classify(self, image, boxes, diameter):
        wanted = self.card["preprocessing"]
        edge = wanted["windowRedCells"] * diameter
        pad = int(edge / 2) + 2
        pixels = np.pad(np.asarray(image), ((pad, pad), (pad, pad), (0, 0)), "symmetric")
        around = Image.fromarray(pixels)
        size = (wanted["inputPx"], wanted["inputPx"])
        crops = []
        for left, top, right, bottom in boxes:
            x = min(max((left + right) / 2, 0), image.width) + pad
            y = min(max((top + bottom) / 2, 0), image.height) + pad
            window = (x - edge / 2, y - edge / 2, x + edge / 2, y + edge / 2)
            crops.append(np.asarray(around.resize(size, Image.Resampling.BILINEAR, box=window), np.float32) / 255)
        inputs = (np.stack(crops) - np.float32(wanted["mean"])) / np.float32(wanted["standardDeviation"])
        return np.concatenate(
            [self.classifier.predict_on_batch(inputs[i : i + BATCH]) for i in range(0, len(inputs), BATCH)]
        )
