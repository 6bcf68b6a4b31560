import type { Accelerator, Host } from './planRuntimes.ts';
import { runCommand } from './runCommand.ts';

/** The NVIDIA cards of this machine as nvidia-smi lists them, one a line; empty when there is none. */
export async function listGraphicsCards(nvidiaSmi = 'nvidia-smi'): Promise<readonly string[]> {
  const outcome = await runCommand(nvidiaSmi, ['-L']);
  if (outcome.exitCode !== 0) return [];
  return outcome.stdout.split('\n').filter((line) => line.startsWith('GPU '));
}

export interface AcceleratorChoice {
  readonly accelerator: Accelerator;
  /** why, in a line for people; undefined when nothing needs to be said */
  readonly note: string | undefined;
}

/** Which build of TensorFlow to take.
 *  @param wish true: CUDA where there is a card; false: CPU; undefined: what the package is linked to now,
 *    so that a set-up called by the tests or the demo does not undo one with --gpu
 *  @param linkedRuntimeName see readLinkedRuntimeName */
export function chooseAccelerator(
  wish: boolean | undefined,
  { host, cards, linkedRuntimeName = '' }: AcceleratorFacts,
): AcceleratorChoice {
  const isCudaLinked = linkedRuntimeName.startsWith('tensorflow-cuda-');
  if (wish === undefined) return { accelerator: isCudaLinked ? 'cuda' : 'cpu', note: undefined };
  if (!wish) return { accelerator: 'cpu', note: undefined };
  const [card] = cards;
  if (card === undefined) {
    return {
      accelerator: 'cpu',
      note: 'No NVIDIA card found (nvidia-smi is missing or lists none): taking the CPU library.',
    };
  }
  if (host.platform !== 'linux' || host.arch !== 'x64') {
    return {
      accelerator: 'cpu',
      note: `TensorFlow's CUDA library exists for Linux x64 only: taking the CPU library for ${host.platform} ${host.arch}.`,
    };
  }
  return { accelerator: 'cuda', note: `Found ${card}: taking the CUDA library.` };
}

export interface AcceleratorFacts {
  readonly host: Host;
  readonly cards: readonly string[];
  readonly linkedRuntimeName?: string | undefined;
}
