import { describe, expect, test } from 'vitest';
import { cudaWheels } from '../../../main/setup/cudaWheelPins.ts';
import {
  computeNeededBytes,
  type Host,
  isWantedMember,
  planRuntimes,
} from '../../../main/setup/planRuntimes.ts';
import { tensorFlowCpuX64, tensorFlowCudaX64 } from '../../../main/setup/wheelPins.ts';

const debian: Host = { platform: 'linux', arch: 'x64', hasGlibc: true };

describe('the wheels of a machine', () => {
  test('a Linux machine takes the CPU wheel of its processor', () => {
    const onX64 = planRuntimes(debian, 'cpu', '4.22.0');
    expect(onX64.tensorFlowWheels.map((wheel) => wheel.project)).toEqual(['tensorflow-cpu']);
    expect(onX64.runtimeName).toBe('tensorflow-cpu-2.21.0-tfjs-4.22.0-linux-x64');
    const onArm = planRuntimes({ ...debian, arch: 'arm64' }, 'cpu', '4.22.0');
    expect(onArm.tensorFlowWheels.map((wheel) => wheel.platformTag)).toEqual(['manylinux_2_27_aarch64']);
    expect(onArm.openSlideWheel.platformTag).toBe('manylinux_2_28_aarch64');
  });

  test('a machine with a card takes the CUDA build and each library that its metadata names', () => {
    const { tensorFlowWheels, runtimeName } = planRuntimes(debian, 'cuda', '4.22.0');
    expect(runtimeName).toBe('tensorflow-cuda-2.21.0-tfjs-4.22.0-linux-x64');
    expect(tensorFlowWheels.map((wheel) => wheel.project)).toEqual([
      'tensorflow',
      'nvidia-cublas-cu12',
      'nvidia-cuda-cupti-cu12',
      'nvidia-cuda-nvcc-cu12',
      'nvidia-cuda-nvrtc-cu12',
      'nvidia-cuda-runtime-cu12',
      'nvidia-cudnn-cu12',
      'nvidia-cufft-cu12',
      'nvidia-curand-cu12',
      'nvidia-cusolver-cu12',
      'nvidia-cusparse-cu12',
      'nvidia-nccl-cu12',
      'nvidia-nvjitlink-cu12',
    ]);
  });

  test('every wheel is pinned by a whole SHA-256, no two by the same', () => {
    const wheels = [...planRuntimes(debian, 'cuda', '').tensorFlowWheels, tensorFlowCpuX64];
    for (const wheel of wheels) expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(wheels.map((wheel) => wheel.sha256)).size).toBe(wheels.length);
  });

  test.each<[string, Host, RegExp]>([
    ['a Mac', { platform: 'darwin', arch: 'arm64', hasGlibc: false }, /macosx_12_0_arm64\.whl/],
    ['an Intel Mac', { platform: 'darwin', arch: 'x64', hasGlibc: false }, /no tensorflow 2\.21\.0 wheel/],
    ['Windows', { platform: 'win32', arch: 'x64', hasGlibc: false }, /win_amd64\.whl/],
    ['Alpine', { platform: 'linux', arch: 'x64', hasGlibc: false }, /need glibc/],
    [
      'a RISC-V board',
      { platform: 'linux', arch: 'riscv64', hasGlibc: true },
      /no tensorflow .* for riscv64/,
    ],
  ])('%s is told which wheel it would need', (_name, host, words) => {
    expect(() => planRuntimes(host, 'cpu', '4.22.0')).toThrow(
      expect.objectContaining({ code: 'setup-failed', message: expect.stringMatching(words) }),
    );
  });

  test('there is no CUDA build for arm64', () => {
    expect(() => planRuntimes({ ...debian, arch: 'arm64' }, 'cuda', '4.22.0')).toThrow(/without --gpu/);
  });
});

describe('what is taken from a wheel', () => {
  test('of TensorFlow the C library and the headers of the binding, nothing of Python', () => {
    const wanted = (path: string) => isWantedMember(tensorFlowCpuX64, path);
    expect(wanted('tensorflow/libtensorflow_cc.so.2')).toBe(true);
    expect(wanted('tensorflow/include/tensorflow/c/c_api.h')).toBe(true);
    expect(wanted('tensorflow/include/tensorflow/c/')).toBe(false);
    expect(wanted('tensorflow/include/tensorflow/core/framework/op.h')).toBe(false);
    expect(wanted('tensorflow/python/lib_pywrap_tensorflow_common.so')).toBe(false);
  });

  test('of a CUDA wheel the shared libraries and its licence, no headers and no static libraries', () => {
    const [cublas] = cudaWheels;
    if (cublas === undefined) throw new Error('no CUDA wheel is pinned');
    expect(isWantedMember(cublas, 'nvidia/cublas/lib/libcublas.so.12')).toBe(true);
    expect(isWantedMember(cublas, 'nvidia_cublas_cu12-12.9.3.13.dist-info/licenses/License.txt')).toBe(true);
    expect(isWantedMember(cublas, 'nvidia/cublas/include/cublas.h')).toBe(false);
    expect(isWantedMember(cublas, 'nvidia/cublas/lib/libcublas_static.a')).toBe(false);
  });

  test('needs room for all that is unpacked and for the largest download twice', () => {
    expect(computeNeededBytes([tensorFlowCpuX64, tensorFlowCudaX64])).toBe(
      860_000_000 + 1_266_000_000 + 2 * 572_440_367,
    );
    expect(computeNeededBytes([])).toBe(0);
  });
});
