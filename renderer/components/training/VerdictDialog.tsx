import { useTranslation } from 'react-i18next';
import { useVerdict } from '../../hooks/useGate.ts';
import { LoadingState } from '../common/LoadingState.tsx';
import { ShownVerdict } from './ShownVerdict.tsx';
import { VerdictFrame } from './VerdictFrame.tsx';

/** What the gate had said when a model was activated. */
export function VerdictDialog(given: {
  readonly verdictId: string;
  readonly fullName: string;
  readonly onClose: () => void;
}) {
  const { verdictId, fullName, onClose } = given;
  const { t } = useTranslation('training');
  return (
    <VerdictFrame
      title={t('gate.verdictOf', { name: fullName })}
      query={useVerdict(verdictId, t('gate.verdictGone'))}
      waiting={<LoadingState label={t('loading')} />}
      onClose={onClose}
    >
      {(verdict) => <ShownVerdict verdict={verdict} onClose={onClose} />}
    </VerdictFrame>
  );
}
