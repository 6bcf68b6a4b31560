"""The network in ONNX Runtime: inference only. It takes channels first and turns the layout itself."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from rounds import serve


def build(job):
    nodes = [helper.make_node("Transpose", ["input"], ["t0"], perm=[0, 3, 1, 2])]
    tensors = []

    def constant(name, values):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def append(operation, *inputs, **attributes):
        output = f"t{len(nodes)}"
        nodes.append(helper.make_node(operation, [nodes[-1].output[0], *inputs], [output], **attributes))

    for layer in job.layers:
        if layer["kind"] == "max-pool":
            size = layer["sizePx"]
            append("MaxPool", kernel_shape=[size, size], strides=[size, size])
            continue
        name = layer["name"]
        kernel = constant(f"{name}/kernel", job.folded[f"{name}/kernel"].transpose(3, 2, 0, 1))
        bias = constant(f"{name}/bias", job.folded[f"{name}/bias"])
        append("Conv", kernel, bias, pads=[1, 1, 1, 1])
        append("Relu")
    append("GlobalAveragePool")
    append("Flatten")
    append("Gemm", constant("kernel", job.folded["head/kernel"]), constant("bias", job.folded["head/bias"]))
    append("Softmax", axis=1)
    output = nodes[-1].output[0]
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, list(job.input.shape))],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [len(job.input), job.network["classCount"]])],
        tensors,
    )
    # opset 17 with IR 10: what every onnxruntime since 1.18 reads
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def make_peer(job):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = job.threads
    # else its idle threads keep the cores busy while the other peers are timed
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        build(job).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    works = {"forward": lambda: session.run(None, {"input": job.input})[0]}
    return f"ONNX Runtime {onnxruntime.__version__}", works


serve(make_peer)
