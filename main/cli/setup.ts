import type { Command } from 'commander';
import { runCommand } from './runCommand.ts';

/** `lab setup`: fetches and builds the native runtimes. */
export function addSetupCommand(program: Command): void {
  program
    .command('setup')
    .summary('fetch and build what the program needs')
    .description(
      'Make TensorFlow and OpenSlide usable on this machine. What is there already is left as it is.',
    )
    .option('--gpu', 'the CUDA build where nvidia-smi finds a card')
    .option('--no-gpu', 'the CPU build')
    .addHelpText('after', '\nExamples:\n  lab setup\n  lab setup --gpu')
    .action((options: { readonly gpu?: boolean }) =>
      runCommand(async ({ log, signal }) => {
        const { setUpRuntimes } = await import('../setup/setUpRuntimes.ts');
        await setUpRuntimes({ gpu: options.gpu, log, signal });
      }),
    );
}
