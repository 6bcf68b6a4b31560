/** One wheel of the Python package index: which file, which hash, which members of it are wanted.
 *  Versions, hashes and download sizes as listed by pypi.org on 2026-11-23. */
export interface WheelPin {
  readonly project: string;
  readonly version: string;
  /** platform tag that pip is asked for, as in the wheel's file name */
  readonly platformTag: string;
  /** lower-case hexadecimal, of the whole wheel */
  readonly sha256: string;
  readonly downloadBytes: number;
  /** size of the wanted members once unpacked */
  readonly unpackedBytes: number;
  /** members are kept when their path starts with one of these */
  readonly wantedPrefixes: readonly string[];
  /** and does not match this */
  readonly unwanted?: RegExp;
}

export const tensorFlowVersion = '2.21.0';

/** The C library, the headers that the binding includes (directly or not), and the licence. */
const tensorFlowMembers = {
  project: 'tensorflow',
  version: tensorFlowVersion,
  wantedPrefixes: [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/tensorflow/c/',
    'tensorflow/include/tensorflow/core/platform/',
    'tensorflow/include/tsl/',
    'tensorflow/include/xla/tsl/',
    'tensorflow-2.21.0.dist-info/',
    'tensorflow_cpu-2.21.0.dist-info/',
  ],
} as const;

export const tensorFlowCpuX64: WheelPin = {
  ...tensorFlowMembers,
  project: 'tensorflow-cpu',
  platformTag: 'manylinux_2_27_x86_64',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  downloadBytes: 273_829_956,
  unpackedBytes: 860_000_000,
};

/** On arm64 the project `tensorflow` is the CPU build; there is no tensorflow-cpu for it. */
export const tensorFlowCpuArm64: WheelPin = {
  ...tensorFlowMembers,
  platformTag: 'manylinux_2_27_aarch64',
  sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  downloadBytes: 281_828_020,
  unpackedBytes: 890_000_000,
};

export const tensorFlowCudaX64: WheelPin = {
  ...tensorFlowMembers,
  platformTag: 'manylinux_2_27_x86_64',
  sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  downloadBytes: 572_440_367,
  unpackedBytes: 1_266_000_000,
};

const openSlideMembers = {
  project: 'openslide-bin',
  version: '4.0.1.2',
  wantedPrefixes: ['openslide_bin/', 'openslide_bin-4.0.1.2.dist-info/'],
} as const;

export const openSlideX64: WheelPin = {
  ...openSlideMembers,
  platformTag: 'manylinux_2_28_x86_64',
  sha256: '8ac4aa3a2277ed5e218ca0019db65bdd6e853f865eb4edd3da00e2f4acf0c923',
  downloadBytes: 2_758_562,
  unpackedBytes: 6_600_000,
};

export const openSlideArm64: WheelPin = {
  ...openSlideMembers,
  platformTag: 'manylinux_2_28_aarch64',
  sha256: '0dff14807e1b7ccfd476ca5b6945edf46908b76ec61777d35acb2a514e205c30',
  downloadBytes: 2_660_275,
  unpackedBytes: 6_200_000,
};
