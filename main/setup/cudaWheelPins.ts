import type { WheelPin } from './wheelPins.ts';

/** [project, version, platform tag, SHA-256, download bytes, unpacked bytes] */
type CudaRow = readonly [string, string, string, string, number, number];

/** What tensorflow 2.21.0's metadata names under `extra == "and-cuda"`, at the newest version that its
 *  ranges allowed on 2026-11-23 (what pip would take). */
const rows: readonly CudaRow[] = [
  [
    'nvidia-cublas-cu12',
    '12.9.3.13',
    'manylinux_2_27_x86_64',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    581_217_458,
    855_100_000,
  ],
  [
    'nvidia-cuda-cupti-cu12',
    '12.9.79',
    'manylinux_2_25_x86_64',
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
    10_814_997,
    43_400_000,
  ],
  [
    'nvidia-cuda-nvcc-cu12',
    '12.9.86',
    'manylinux2010_x86_64',
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    40_546_229,
    98_100_000,
  ],
  [
    'nvidia-cuda-nvrtc-cu12',
    '12.9.86',
    'manylinux2010_x86_64',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    89_568_129,
    227_400_000,
  ],
  [
    'nvidia-cuda-runtime-cu12',
    '12.9.79',
    'manylinux2014_x86_64',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    3_493_179,
    1_000_000,
  ],
  [
    'nvidia-cudnn-cu12',
    '9.28.0.42',
    'manylinux_2_27_x86_64',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    716_538_495,
    1_162_500_000,
  ],
  [
    'nvidia-cufft-cu12',
    '11.4.1.4',
    'manylinux2014_x86_64',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    200_877_592,
    293_700_000,
  ],
  [
    'nvidia-curand-cu12',
    '10.3.10.19',
    'manylinux_2_27_x86_64',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    68_295_626,
    167_000_000,
  ],
  [
    'nvidia-cusolver-cu12',
    '11.7.5.82',
    'manylinux_2_27_x86_64',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    338_117_415,
    495_000_000,
  ],
  [
    'nvidia-cusparse-cu12',
    '12.5.10.65',
    'manylinux2014_x86_64',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    366_465_088,
    486_600_000,
  ],
  [
    'nvidia-nccl-cu12',
    '2.32.3',
    'manylinux_2_27_x86_64',
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    351_526_311,
    489_700_000,
  ],
  [
    'nvidia-nvjitlink-cu12',
    '12.9.86',
    'manylinux2010_x86_64',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    39_748_338,
    96_000_000,
  ],
];

/** NVIDIA's CUDA 12 libraries for TensorFlow on x64, without headers and static libraries. */
export const cudaWheels: readonly WheelPin[] = rows.map(
  ([project, version, platformTag, sha256, downloadBytes, unpackedBytes]) => ({
    project,
    version,
    platformTag,
    sha256,
    downloadBytes,
    unpackedBytes,
    wantedPrefixes: ['nvidia/', `${project.replaceAll('-', '_')}-${version}.dist-info/`],
    unwanted: /\/include\/|\.a$/,
  }),
);
