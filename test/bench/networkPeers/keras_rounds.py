"""The network in Keras on TensorFlow, as its users write it: a functional model, compiled."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from rounds import serve


def build(job, weights, batch_normalisation):
    network = job.network
    inputs = keras.Input((network["inputPx"], network["inputPx"], 3))
    x = inputs
    for layer in job.layers:
        if layer["kind"] == "max-pool":
            x = layers.MaxPooling2D(layer["sizePx"])(x)
            continue
        name = layer["name"].replace("/", "-")
        x = layers.Conv2D(
            layer["filters"],
            layer["kernelPx"],
            padding="same",
            use_bias=not batch_normalisation,
            activation=None if batch_normalisation else "relu",
            name=name,
        )(x)
        if batch_normalisation:
            x = layers.BatchNormalization(epsilon=1e-3, name=f"{name}-norm")(x)
            x = layers.ReLU()(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(network["classCount"], activation="softmax", name="head")(x)
    model = keras.Model(inputs, outputs)
    set_weights(model, job, weights, batch_normalisation)
    return model


def set_weights(model, job, weights, batch_normalisation):
    for layer in job.layers:
        if layer["kind"] == "max-pool":
            continue
        name = layer["name"].replace("/", "-")
        kernel = weights[f"{layer['name']}/kernel"]
        if batch_normalisation:
            parts = [weights[f"{layer['name']}/{part}"] for part in ("scale", "shift", "mean", "variance")]
            model.get_layer(name).set_weights([kernel])
            model.get_layer(f"{name}-norm").set_weights(parts)
        else:
            model.get_layer(name).set_weights([kernel, weights[f"{layer['name']}/bias"]])
    model.get_layer("head").set_weights([weights["head/kernel"], weights["head/bias"]])


def make_peer(job):
    tf.config.threading.set_intra_op_parallelism_threads(job.threads)
    tf.config.threading.set_inter_op_parallelism_threads(job.threads)
    forward = build(job, job.folded, batch_normalisation=False)
    training = build(job, job.trained, batch_normalisation=job.network["batchNormalisation"])
    training.compile(
        optimizer=keras.optimizers.Adam(job.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(),
    )
    labels = job.labels.astype(np.int32)
    works = {
        "forward": lambda: forward.predict_on_batch(job.input),
        "train": lambda: training.train_on_batch(job.input, labels),
    }
    return f"Keras {keras.__version__}", works


serve(make_peer)
