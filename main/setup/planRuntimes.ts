import { LabError } from '../domain/labError.ts';
import { cudaWheels } from './cudaWheelPins.ts';
import {
  openSlideArm64,
  openSlideX64,
  tensorFlowCpuArm64,
  tensorFlowCpuX64,
  tensorFlowCudaX64,
  tensorFlowVersion,
  type WheelPin,
} from './wheelPins.ts';

/** The machine that is set up, in Node's words. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** false on musl (Alpine): the wheels are built against glibc */
  readonly hasGlibc: boolean;
}

export type Accelerator = 'cpu' | 'cuda';

/** What a machine needs: wheels to fetch, in order, and the name of the runtime that is made of them. */
export interface RuntimePlan {
  readonly accelerator: Accelerator;
  readonly tensorFlowWheels: readonly WheelPin[];
  readonly openSlideWheel: WheelPin;
  /** folder of the built runtime in the cache; tells versions, device, platform and processor apart */
  readonly runtimeName: string;
}

/** @param tfjsVersion of the installed @tensorflow/tfjs-node-gpu, whose binding is built
 *  @throws LabError 'setup-failed' on a machine without pinned wheels, naming what would be needed */
export function planRuntimes(host: Host, accelerator: Accelerator, tfjsVersion: string): RuntimePlan {
  const wheels = findWheels(host);
  if (accelerator === 'cuda' && wheels.cuda === undefined) {
    throw new LabError(
      'setup-failed',
      `There is no CUDA build of TensorFlow ${tensorFlowVersion} for ${host.platform} ${host.arch}. Run the set-up without --gpu.`,
    );
  }
  return {
    accelerator,
    tensorFlowWheels: accelerator === 'cuda' ? (wheels.cuda ?? []) : [wheels.cpu],
    openSlideWheel: wheels.openSlide,
    runtimeName: `tensorflow-${accelerator}-${tensorFlowVersion}-tfjs-${tfjsVersion}-${host.platform}-${host.arch}`,
  };
}

interface HostWheels {
  readonly cpu: WheelPin;
  readonly cuda: readonly WheelPin[] | undefined;
  readonly openSlide: WheelPin;
}

function findWheels(host: Host): HostWheels {
  const name = `${host.platform}-${host.arch}`;
  if (host.hasGlibc && name === 'linux-x64') {
    return {
      cpu: tensorFlowCpuX64,
      cuda: [tensorFlowCudaX64, ...cudaWheels],
      openSlide: openSlideX64,
    };
  }
  if (host.hasGlibc && name === 'linux-arm64') {
    return { cpu: tensorFlowCpuArm64, cuda: undefined, openSlide: openSlideArm64 };
  }
  throw new LabError(
    'setup-failed',
    `Set-up does not know this machine (${name}) yet: ${describeNeed(host)}. Use Linux with glibc on x64 or arm64.`,
    { platform: host.platform, arch: host.arch },
  );
}

function describeNeed(host: Host): string {
  const { platform, arch } = host;
  if (platform === 'linux') {
    return host.hasGlibc
      ? `PyPI has no tensorflow ${tensorFlowVersion} wheel for ${arch}`
      : `PyPI's tensorflow wheels need glibc, which this Linux lacks`;
  }
  if (platform === 'darwin' && arch === 'arm64') {
    return 'it would need tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl and openslide_bin-4.0.1.2-py3-none-macosx_11_0_universal2.whl';
  }
  if (platform === 'win32' && arch === 'x64') {
    return 'it would need tensorflow_cpu-2.21.0-cp311-cp311-win_amd64.whl and openslide_bin-4.0.1.2-py3-none-win_amd64.whl';
  }
  return `PyPI has no tensorflow ${tensorFlowVersion} wheel for it`;
}

/** Disk that the wheels need while they are installed one after the other. pip copies a wheel from its
 *  temporary folder, so the largest one lies there twice for a moment. */
export function computeNeededBytes(wheels: readonly WheelPin[]): number {
  const unpacked = wheels.reduce((sum, wheel) => sum + wheel.unpackedBytes, 0);
  const largest = wheels.reduce((most, wheel) => Math.max(most, wheel.downloadBytes), 0);
  return unpacked + 2 * largest;
}

/** Folder of an unpacked wheel in the cache. */
export function wheelFolderName(wheel: WheelPin): string {
  return `${wheel.project}-${wheel.version}-${wheel.platformTag}`;
}

/** Whether a member of the wheel is unpacked; folders and unwanted files are not. */
export function isWantedMember(wheel: WheelPin, memberPath: string): boolean {
  if (memberPath.endsWith('/')) return false;
  if (!wheel.wantedPrefixes.some((prefix) => memberPath.startsWith(prefix))) return false;
  return wheel.unwanted === undefined || !wheel.unwanted.test(memberPath);
}
