import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../../../main/domain/clopperPearson.ts';
import type { Figures } from '../../../../main/domain/modelCard.ts';
import type { ModelSummary, TrainingRun } from '../../../../main/domain/trainingRun.ts';
import {
  headlineFigures,
  judgeEvidence,
  pairFigures,
} from '../../../../renderer/components/training/compareFigures.ts';
import { aModelCard } from '../../../helpers/aModelCard.ts';

function figuresOf(right: number, count: number): Figures {
  const share = right / count;
  return {
    count,
    accuracy: share,
    accuracyInterval: clopperPearson(right, count),
    macroPrecision: share,
    macroRecall: share,
    macroF1: share,
    macroRocAuc: share,
    expectedCalibrationError: 0,
    classes: [],
    confusionMatrix: [],
  };
}

function aRun(changes: Partial<TrainingRun>): TrainingRun {
  return {
    id: '01a21187-7430-7765-8138-d12849a9035d',
    modelName: 'mine-1.0.0',
    state: 'done',
    startedBy: 'Ada',
    startedAt: '2026-11-25T07:00:00.000Z',
    finishedAt: '2026-11-25T08:00:00.000Z',
    parentName: undefined,
    epochCount: 3,
    partCounts: undefined,
    splitNote: undefined,
    epochs: [],
    chosenEpoch: 2,
    doneFraction: 1,
    detail: '',
    remainingMs: undefined,
    failure: undefined,
    validationFigures: undefined,
    testFigures: undefined,
    activeFigures: undefined,
    ...changes,
  };
}

function aModel(changes: Partial<ModelSummary>): ModelSummary {
  return {
    fullName: 'blast-classifier-1.0.0',
    name: 'blast-classifier',
    version: '1.0.0',
    sha256: 'a'.repeat(64),
    isShipped: true,
    isActive: true,
    createdAt: undefined,
    sizeBytes: undefined,
    card: aModelCard(),
    problem: undefined,
    ...changes,
  };
}

describe('a new model beside the active one', () => {
  test('is compared on the same cells where those were measured', () => {
    const active = { fullName: 'old-1.0.0', validation: undefined, test: figuresOf(80, 100) };
    const run = aRun({ testFigures: figuresOf(99, 100), activeFigures: active });
    expect(pairFigures(run, 'test', [aModel({})])).toMatchObject({
      currentName: 'old-1.0.0',
      current: { accuracy: 0.8 },
      isSameCells: true,
    });
  });

  test('falls back to the card of the active model, and says that the cells are others', () => {
    const pair = pairFigures(aRun({ testFigures: figuresOf(9, 10) }), 'test', [aModel({})]);
    expect(pair).toMatchObject({ currentName: 'blast-classifier-1.0.0', isSameCells: false });
    expect(pair && judgeEvidence(pair)).toBe('other-cells');
  });

  test('is never compared with itself', () => {
    const itself = aModel({ fullName: 'mine-1.0.0' });
    expect(pairFigures(aRun({ testFigures: figuresOf(9, 10) }), 'test', [itself])?.current).toBeUndefined();
  });

  test('has nothing to show where the part was not measured', () => {
    expect(pairFigures(aRun({ testFigures: figuresOf(9, 10) }), 'validation', [])).toBeUndefined();
  });
});

test.each([
  { own: [7, 8], current: [4, 8], evidence: 'cannot-tell' },
  { own: [990, 1000], current: [900, 1000], evidence: 'better' },
  { own: [900, 1000], current: [990, 1000], evidence: 'worse' },
  { own: [950, 1000], current: [950, 1000], evidence: 'cannot-tell' },
] as const)('$own of the new and $current of the active model: $evidence', ({ own, current, evidence }) => {
  const pair = {
    part: 'test',
    own: figuresOf(own[0], own[1]),
    currentName: 'old-1.0.0',
    current: figuresOf(current[0], current[1]),
    isSameCells: true,
  } as const;
  expect(judgeEvidence(pair)).toBe(evidence);
});

test('a model stands in the list by its own test part, not by the part that chose its epoch', () => {
  const named = (protocol: string, ofTheseWeights: boolean, right: number) => ({
    protocol,
    dataset: 'fields',
    ofTheseWeights,
    figures: figuresOf(right, 10),
  });
  const card = aModelCard({
    evaluations: [
      named('fold 0, validation part (the epoch was chosen on it)', true, 10),
      named('other stains, test part', false, 5),
      named('fold 0, test part', true, 8),
    ],
  });
  expect(headlineFigures(card)?.accuracy).toBe(0.8);
});
