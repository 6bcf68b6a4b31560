"""The network in PyTorch, channels last, which is its fast layout on a CPU."""

import numpy as np
import torch
from rounds import serve
from torch import nn


def build(job, weights, batch_normalisation):
    parts = []
    for layer in job.layers:
        if layer["kind"] == "max-pool":
            parts.append(nn.MaxPool2d(layer["sizePx"]))
            continue
        conv = nn.Conv2d(
            layer["inputChannels"],
            layer["filters"],
            layer["kernelPx"],
            padding="same",
            bias=not batch_normalisation,
        )
        copy(conv.weight, weights[f"{layer['name']}/kernel"].transpose(3, 2, 0, 1))
        parts.append(conv)
        if batch_normalisation:
            norm = nn.BatchNorm2d(layer["filters"], eps=1e-3)
            for target, part in (
                (norm.weight, "scale"),
                (norm.bias, "shift"),
                (norm.running_mean, "mean"),
                (norm.running_var, "variance"),
            ):
                copy(target, weights[f"{layer['name']}/{part}"])
            parts.append(norm)
        else:
            copy(conv.bias, weights[f"{layer['name']}/bias"])
        parts.append(nn.ReLU(inplace=True))
    head = nn.Linear(job.network["head"]["inputChannels"], job.network["classCount"])
    copy(head.weight, weights["head/kernel"].T)
    copy(head.bias, weights["head/bias"])
    parts += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), head]
    return nn.Sequential(*parts).to(memory_format=torch.channels_last)


def copy(target, values):
    with torch.no_grad():
        target.copy_(torch.from_numpy(np.ascontiguousarray(values)))


def make_peer(job):
    torch.set_num_threads(job.threads)
    forward = build(job, job.folded, batch_normalisation=False).eval()
    training = build(job, job.trained, batch_normalisation=job.network["batchNormalisation"]).train()
    optimizer = torch.optim.Adam(training.parameters(), job.learning_rate)
    loss_of = nn.CrossEntropyLoss()
    labels = torch.from_numpy(job.labels)

    def run_forward():
        with torch.inference_mode():
            images = torch.from_numpy(job.input).permute(0, 3, 1, 2)
            return torch.softmax(forward(images), 1).numpy()

    def run_train():
        images = torch.from_numpy(job.input).permute(0, 3, 1, 2)
        optimizer.zero_grad()
        loss = loss_of(training(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return f"PyTorch {torch.__version__}", {"forward": run_forward, "train": run_train}


serve(make_peer)
