import { parseArgs } from 'node:util';
import { LabError } from '../../main/domain/labError.ts';
import { runBatchBench } from './batchBench.ts';
import { runNetworkBench } from './networkBench.ts';
import { runScanBench } from './scanBench.ts';
import { runSlidesBench } from './slidesBench.ts';
import { runTrainingBench } from './trainingBench.ts';

const help = `npm run bench -- network [options]   the network in tfjs-node and in eight bits, Keras, PyTorch, ONNX Runtime
npm run bench -- training [options]  a step by how much of the network learns, memory of a training on many cells
npm run bench -- scan [options]      a scan of synthetic slides: time in which no network runs, memory
npm run bench -- batch [options]     a batch against its networks alone and a Python script; very many small slides
npm run bench -- slides [options]    tiles of whole slides against OpenSlide's DeepZoomGenerator, memory, opening
npm run bench -- app [options]       the program in Electron against OpenSeadragon alone, labels by key, memory

  --quick          smallest sizes: shows that the bench works, its figures mean nothing
  --help           this text

network:
  --input PX       edge of the network's input                    [112]
  --width N        width multiplier of the network, 1 as published [0.5]
  --batch N        images a batch                                 [32]
  --rounds N       timed rounds of each peer                      [7]
  --batches N      batches a round                                [4]
  --threads N      threads of each peer                           [2]

training:
  --input PX       edge of the network's input                    [112]
  --width N        width multiplier of the network                [0.25]
  --batch N        images a step                                  [32]
  --rounds N       timed steps of each                            [9]
  --cells N        cells of the list                              [10000]

scan:
  --slides N       slides                                         [50]
  --fields N       fields a slide                                 [3]
  --model DIR      model folder                   [the newest in models/]

batch:
  --slides N       small slides of the long batch                 [1000]
  --fields N       slides of a round, eight fields each           [7]
  --rounds N       rounds of batch, networks and script           [5]
  --model DIR      model folder             [the active one of the program]

slides:
  --edge PX        edge of the slide that the bench makes         [20000]
  --rounds N       timed rounds of each side                      [5]
  --tiles N        tiles of a walk, the most                      [1500]
  --memory-tiles N tiles over which memory is watched             [20000]
  --openings N     openings that are timed                        [50]
  --scan-rounds N  timed scans of each side                       [3]

app:
  --slides N       slides of the worklist, 100 cells each         [10000]
  --edge PX        edge of the slides that are looked at          [8192]
  --rounds N       timed rounds of each side                      [5]
  --seconds N      of panning and zooming a round, of scrolling   [6]
  --keys N         labels by key on each slide                    [200]
  --launches N     timed launches                                 [3]
  --switches N     switches of the slide over which memory is watched [500]

Tables go to stdout and JSON to test/bench/results/. Exit code 0 when every bar was met (--quick: when it ran).
Run it with nothing else on the machine.
`;

/** The bench's command line. @returns exit code */
async function runBench(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      input: { type: 'string' },
      width: { type: 'string' },
      batch: { type: 'string' },
      rounds: { type: 'string' },
      batches: { type: 'string' },
      threads: { type: 'string' },
      cells: { type: 'string' },
      slides: { type: 'string' },
      fields: { type: 'string' },
      model: { type: 'string' },
      edge: { type: 'string' },
      tiles: { type: 'string' },
      'memory-tiles': { type: 'string' },
      openings: { type: 'string' },
      'scan-rounds': { type: 'string' },
      seconds: { type: 'string' },
      keys: { type: 'string' },
      launches: { type: 'string' },
      switches: { type: 'string' },
    },
  });
  const [which] = positionals;
  if (values.help || which === undefined) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const { quick } = values;
  const number = (name: Exclude<keyof typeof values, 'quick' | 'help' | 'model'>) =>
    readPositive(name, values[name]);
  if (which === 'network') {
    const barsMet = await runNetworkBench({
      inputPx: number('input') ?? (quick ? 32 : 112),
      widthMultiplier: number('width') ?? (quick ? 0.125 : 0.5),
      batchSize: number('batch') ?? (quick ? 4 : 32),
      roundCount: number('rounds') ?? (quick ? 2 : 7),
      batchesPerRound: number('batches') ?? (quick ? 1 : 4),
      threadCount: number('threads') ?? 2,
    });
    return barsMet || quick ? 0 : 1;
  }
  if (which === 'training') {
    const barsMet = await runTrainingBench({
      inputPx: number('input') ?? (quick ? 32 : 112),
      widthMultiplier: number('width') ?? (quick ? 0.125 : 0.25),
      batchSize: number('batch') ?? (quick ? 4 : 32),
      roundCount: number('rounds') ?? (quick ? 2 : 9),
      cellCount: number('cells') ?? (quick ? 800 : 10_000),
    });
    return barsMet || quick ? 0 : 1;
  }
  if (which === 'scan') {
    const barsMet = await runScanBench({
      slideCount: number('slides') ?? (quick ? 3 : 50),
      fieldsPerSlide: number('fields') ?? (quick ? 1 : 3),
      modelFolder: values.model,
    });
    return barsMet || quick ? 0 : 1;
  }
  if (which === 'batch') {
    const barsMet = await runBatchBench({
      slideCount: number('slides') ?? (quick ? 20 : 1000),
      roundSlideCount: number('fields') ?? (quick ? 2 : 7),
      roundCount: number('rounds') ?? (quick ? 1 : 5),
      modelFolder: values.model,
    });
    return barsMet || quick ? 0 : 1;
  }
  if (which === 'slides') {
    const barsMet = await runSlidesBench({
      slidePx: number('edge') ?? (quick ? 3000 : 20_000),
      roundCount: number('rounds') ?? (quick ? 1 : 5),
      walkTiles: number('tiles') ?? (quick ? 150 : 1500),
      memoryTiles: number('memory-tiles') ?? (quick ? 500 : 20_000),
      openings: number('openings') ?? (quick ? 3 : 50),
      scanRounds: number('scan-rounds') ?? (quick ? 1 : 3),
    });
    return barsMet || quick ? 0 : 1;
  }
  if (which === 'app') {
    // only here: it looks for an Electron
    const { runAppBench } = await import('./appBench.ts');
    const barsMet = await runAppBench({
      slideCount: number('slides') ?? (quick ? 200 : 10_000),
      slidePx: number('edge') ?? (quick ? 2048 : 8192),
      roundCount: number('rounds') ?? (quick ? 1 : 5),
      seconds: number('seconds') ?? (quick ? 2 : 6),
      keyCount: number('keys') ?? (quick ? 10 : 200),
      launchCount: number('launches') ?? (quick ? 1 : 3),
      switchCount: number('switches') ?? (quick ? 10 : 500),
    });
    return barsMet || quick ? 0 : 1;
  }
  process.stderr.write(`There is no bench called ${which}.\n\n${help}`);
  return 2;
}

function readPositive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const isAllowed = name === 'width' ? Number.isFinite(value) : Number.isInteger(value);
  if (isAllowed && value > 0) return value;
  const kind = name === 'width' ? 'number' : 'whole number';
  throw new LabError('argument-invalid', `--${name} wants a ${kind} above 0, not ${text}.`);
}

try {
  process.exitCode = await runBench();
} catch (error) {
  const isKnown = error instanceof LabError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`bench: ${isKnown ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
