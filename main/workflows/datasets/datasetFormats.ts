/** Formats of datasets that lie in a folder; reviewed cells are imported by importReviews. */
export const folderFormats = ['folders', 'kaggle-all', 'yolo', 'voc', 'coco', 'c-nmc'] as const;
export type FolderFormat = (typeof folderFormats)[number];
