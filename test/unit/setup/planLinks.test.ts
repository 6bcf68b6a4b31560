import { expect, test } from 'vitest';
import { planLinks } from '../../../main/setup/planLinks.ts';

test('TensorFlow is found under its own name and under the one that the binding is linked against', () => {
  expect(
    planLinks([
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      'tensorflow_cpu-2.21.0.dist-info/METADATA',
    ]),
  ).toEqual([
    { link: 'deps/lib/libtensorflow_cc.so.2', target: 'tensorflow/libtensorflow_cc.so.2' },
    { link: 'deps/lib/libtensorflow.so', target: 'tensorflow/libtensorflow_cc.so.2' },
    { link: 'deps/lib/libtensorflow_framework.so.2', target: 'tensorflow/libtensorflow_framework.so.2' },
    { link: 'deps/lib/libtensorflow_framework.so', target: 'tensorflow/libtensorflow_framework.so.2' },
  ]);
});

test('CUDA libraries lie where the run path of TensorFlow looks: ../nvidia/<part>/lib from deps/lib', () => {
  expect(planLinks(['nvidia/cudnn/lib/libcudnn.so.9'])).toEqual([
    { link: 'deps/nvidia/cudnn/lib/libcudnn.so.9', target: 'nvidia/cudnn/lib/libcudnn.so.9' },
  ]);
});
