import type { Command } from 'commander';
import { modelFullName } from '../domain/modelFullName.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface CiteOptions {
  readonly model: string;
  readonly from: string;
}

/** `lab cite-figures`: how a model's recipe does on another split, on the model's card. */
export function addCiteFiguresCommand(program: Command): void {
  program
    .command('cite-figures')
    .summary("add a second split's test figures to a model's card")
    .description(
      'Add to the card of a model the test figures of a second model, trained by the same recipe on another split. ' +
        'The card says that they are not of its own weights.',
    )
    .requiredOption('--model <model>', 'the model whose card is written: a name or a folder')
    .requiredOption('--from <folder>', 'the model that was trained and tested on the other split')
    .addHelpText(
      'after',
      '\nExample:\n  lab cite-figures --model blast-classifier-1.0.0 --from out/stain-fold-0',
    )
    .action((options: CiteOptions) => runCommand((context) => cite(options, context)));
}

async function cite(options: CiteOptions, context: CommandContext): Promise<void> {
  const { citeFigures } = await import('../workflows/citeFigures.ts');
  const card = await citeFigures(options.model, options.from);
  context.print(`${modelFullName(card)}: ${card.evaluations.length} evaluations on its card`);
}
