import DriveFolderUpload from '@mui/icons-material/DriveFolderUpload';
import { Box, Typography } from '@mui/material';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes files and folders that are dropped on what is in it. */
export function DropArea(given: {
  readonly children: ReactNode;
  readonly onDrop: (files: readonly File[]) => void;
}) {
  const { children, onDrop } = given;
  const { t } = useTranslation('worklist');
  const [depth, setDepth] = useState(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <Box
      sx={{ position: 'relative', height: '100%', display: 'flex', flexDirection: 'column' }}
      onDragEnter={(event) => hasFiles(event) && setDepth(depth + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setDepth(0);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onDrop(files);
      }}
    >
      {children}
      {depth > 0 && (
        <Box
          sx={{
            position: 'absolute',
            inset: 8,
            zIndex: 'modal',
            pointerEvents: 'none',
            display: 'flex',
            flexDirection: 'column',
            gap: 1,
            alignItems: 'center',
            justifyContent: 'center',
            border: '2px dashed',
            borderColor: 'primary.main',
            borderRadius: 2,
            bgcolor: 'background.paper',
            opacity: 0.95,
          }}
        >
          <DriveFolderUpload sx={{ fontSize: 48 }} color="primary" />
          <Typography variant="h2" component="p">
            {t('drop')}
          </Typography>
        </Box>
      )}
    </Box>
  );
}
