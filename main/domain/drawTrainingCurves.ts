import type { EpochRecord } from './epochRecord.ts';

type CurveEpoch = Pick<EpochRecord, 'epoch' | 'trainLoss' | 'validationLoss' | 'accuracy'>;

/** Trainings that are drawn into one panel. */
export interface CurvePanel {
  readonly title: string;
  readonly runs: readonly { readonly name: string; readonly history: readonly CurveEpoch[] }[];
}

const plot = { widthPx: 300, heightPx: 170, leftPx: 52, topPx: 46, rightPx: 20, bottomPx: 44 } as const;
const columnPx = plot.leftPx + plot.widthPx + plot.rightPx;
const rowPx = plot.topPx + plot.heightPx + plot.bottomPx;
/** Okabe and Ito's colours; runs are told apart by dashes too. */
const styles = [
  { colour: '#0072b2', dash: '' },
  { colour: '#d55e00', dash: '6 3' },
  { colour: '#009e73', dash: '2 2' },
  { colour: '#cc79a7', dash: '8 3 2 3' },
] as const;

/** Loss (validation thick, training thin) and validation accuracy by epoch as an SVG, a row for each panel. */
export function drawTrainingCurves(panels: readonly CurvePanel[]): string {
  const rows = panels.map((panel, at) => `<g transform="translate(0 ${at * rowPx})">${drawPanel(panel)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * columnPx} ${panels.length * rowPx}" font-family="sans-serif" font-size="11" fill="#333"><rect width="100%" height="100%" fill="#fff"/>${rows.join('')}</svg>\n`;
}

function drawPanel({ title, runs }: CurvePanel): string {
  const epochs = runs.flatMap(({ history }) => history);
  const last = Math.max(2, ...epochs.map(({ epoch }) => epoch));
  // the first epochs, before the running statistics have settled, would flatten all that follows
  const losses = epochs
    .filter(({ epoch }) => epoch > 2)
    .flatMap((one) => [one.trainLoss, one.validationLoss]);
  const most = Math.max(0.1, ...losses);
  const least =
    Math.floor(Math.min(0.95, ...epochs.filter(({ epoch }) => epoch > 2).map((one) => one.accuracy)) * 20) /
    20;
  const loss = { low: 0, high: Math.ceil(most * 5) / 5, last, format: (value: number) => value.toFixed(2) };
  const accuracy = { low: least, high: 1, last, format: (value: number) => `${Math.round(value * 100)} %` };
  const legend = runs.map(({ name }, at) => {
    const { colour, dash } = styleOf(at);
    const x = plot.leftPx + at * 170;
    return `<path d="M${x} 26h24" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/><text x="${x + 29}" y="30">${escapeXml(name)}</text>`;
  });
  const lossLines = runs.flatMap(({ history }, at) => [
    line(history, (one) => one.trainLoss, { scale: loss, at, widthPx: 1 }),
    line(history, (one) => one.validationLoss, { scale: loss, at, widthPx: 2.2 }),
  ]);
  const accuracyLines = runs.map(({ history }, at) =>
    line(history, (one) => one.accuracy, { scale: accuracy, at, widthPx: 2.2 }),
  );
  return (
    `<text x="${plot.leftPx}" y="14" font-weight="bold">${escapeXml(title)}</text>${legend.join('')}` +
    `<g transform="translate(${plot.leftPx} ${plot.topPx})">${frame(loss, 'loss: validation thick, training thin')}${lossLines.join('')}</g>` +
    `<g transform="translate(${columnPx + plot.leftPx} ${plot.topPx})">${frame(accuracy, 'validation accuracy')}${accuracyLines.join('')}</g>`
  );
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly last: number;
  readonly format: (value: number) => string;
}

function frame({ low, high, last, format }: Scale, caption: string): string {
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = shown((1 - share) * plot.heightPx);
    return `<path d="M0 ${y}H${plot.widthPx}" stroke="#ddd"/><text x="-6" y="${y + 4}" text-anchor="end">${format(low + share * (high - low))}</text>`;
  });
  const marks = [1, Math.round(last / 2), last].map(
    (epoch) => `<text x="${xOf(epoch, last)}" y="${plot.heightPx + 15}" text-anchor="middle">${epoch}</text>`,
  );
  return `${levels.join('')}${marks.join('')}<text x="${plot.widthPx / 2}" y="${plot.heightPx + 30}" text-anchor="middle">epoch; ${caption}</text>`;
}

function line(
  history: readonly CurveEpoch[],
  read: (epoch: CurveEpoch) => number,
  { scale, at, widthPx }: { readonly scale: Scale; readonly at: number; readonly widthPx: number },
): string {
  const points = history.map((one) => {
    const share = (read(one) - scale.low) / (scale.high - scale.low);
    return `${xOf(one.epoch, scale.last)} ${shown((1 - Math.min(1, Math.max(0, share))) * plot.heightPx)}`;
  });
  const { colour, dash } = styleOf(at);
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="${widthPx}" stroke-dasharray="${dash}"/>`;
}

function xOf(epoch: number, last: number): number {
  return shown(((epoch - 1) / (last - 1)) * plot.widthPx);
}

function styleOf(at: number): (typeof styles)[number] {
  return styles[at % styles.length] ?? styles[0];
}

function shown(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
