/** A curve: accuracy 0..1 by number of labels, mean and deviation over the seeds. */
export interface LearningCurve {
  readonly name: string;
  readonly points: readonly { readonly labels: number; readonly mean: number; readonly deviation: number }[];
}

export interface CurvePanel {
  readonly title: string;
  readonly curves: readonly LearningCurve[];
}

const panel = { widthPx: 330, heightPx: 220, leftPx: 44, topPx: 30, gapPx: 54 } as const;
const columns = 2;
/** Okabe and Ito's colours, with dashes: colour is not the only carrier. */
const styles = [
  { colour: '#d55e00', dash: '2 3' },
  { colour: '#0072b2', dash: '7 4' },
  { colour: '#009e73', dash: '' },
] as const;

/** Learning curves as an SVG, a panel for each case; bands are one standard deviation. */
export function drawLearningCurves(panels: readonly CurvePanel[]): string {
  const rows = Math.ceil(panels.length / columns);
  const widthPx = columns * (panel.widthPx + panel.gapPx) + 20;
  const heightPx = rows * (panel.heightPx + panel.topPx + panel.gapPx) + 20;
  const drawn = panels.map((one, at) => {
    const x = panel.leftPx + (at % columns) * (panel.widthPx + panel.gapPx);
    const y = panel.topPx + Math.floor(at / columns) * (panel.heightPx + panel.topPx + panel.gapPx);
    return `<g transform="translate(${x} ${y})">${drawPanel(one)}</g>`;
  });
  const legend = (panels[0]?.curves ?? []).map(({ name }, at) => {
    const { colour, dash } = styleOf(at);
    const x = panel.leftPx + at * 220;
    return `<path d="M${x} ${heightPx - 14}h28" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/><text x="${x + 34}" y="${heightPx - 10}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" font-family="sans-serif" font-size="11" fill="#333"><rect width="100%" height="100%" fill="#fff"/>${drawn.join('')}${legend.join('')}</svg>\n`;
}

function drawPanel({ title, curves }: CurvePanel): string {
  const all = curves.flatMap(({ points }) => points);
  const lowest = Math.floor(Math.min(...all.map((point) => point.mean - point.deviation)) * 20) / 20;
  const most = Math.max(...all.map(({ labels }) => labels));
  const least = Math.min(...all.map(({ labels }) => labels));
  const x = (labels: number) => shown(((labels - least) / (most - least)) * panel.widthPx);
  const y = (value: number) => shown((1 - (value - lowest) / (1 - lowest)) * panel.heightPx);
  const levels = Array.from({ length: 6 }, (_, at) => lowest + ((1 - lowest) * at) / 5);
  const grid = levels.map(
    (level) =>
      `<path d="M0 ${y(level)}H${panel.widthPx}" stroke="#ddd"/><text x="-6" y="${y(level) + 4}" text-anchor="end">${Math.round(level * 100)} %</text>`,
  );
  const marks = (curves[0]?.points ?? [])
    .filter((_, at) => at % 2 === 0)
    .map(
      ({ labels }) =>
        `<text x="${x(labels)}" y="${panel.heightPx + 16}" text-anchor="middle">${labels}</text>`,
    );
  const lines = curves.map(({ points }, at) => {
    const { colour, dash } = styleOf(at);
    const upper = points.map((one) => `${x(one.labels)} ${y(Math.min(1, one.mean + one.deviation))}`);
    const lower = points.map((one) => `${x(one.labels)} ${y(one.mean - one.deviation)}`).reverse();
    const middle = points.map((one) => `${x(one.labels)} ${y(one.mean)}`);
    return `<path d="M${[...upper, ...lower].join('L')}Z" fill="${colour}" opacity="0.15"/><path d="M${middle.join('L')}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
  });
  return `<text y="-10" font-weight="bold">${title}</text>${grid.join('')}${marks.join('')}<text x="${panel.widthPx / 2}" y="${panel.heightPx + 32}" text-anchor="middle">labels</text>${lines.join('')}`;
}

function styleOf(at: number): (typeof styles)[number] {
  return styles[at % styles.length] ?? styles[0];
}

function shown(value: number): number {
  return Math.round(value * 10) / 10;
}
