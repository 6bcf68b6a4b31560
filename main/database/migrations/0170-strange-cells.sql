-- How far a cell is from all that the model was trained on; above 1 its proposed class is 'unidentified'. NULL: the model
-- does not measure it, as those of programs before 0.4.
ALTER TABLE predictions ADD COLUMN strangeness REAL CHECK (strangeness >= 0);

DROP VIEW current_cells;
-- Every cell as it is now. standing: what a person said last, else the model's class, else 'unjudged'.
CREATE VIEW current_cells AS
SELECT cells.id, cells.scan_id, cells.field_index,
  coalesce(edit.x_px, cells.x_px) AS x_px, coalesce(edit.y_px, cells.y_px) AS y_px,
  coalesce(edit.width_px, cells.width_px) AS width_px, coalesce(edit.height_px, cells.height_px) AS height_px,
  cells.score, coalesce(edit.is_present, 1) AS is_present,
  EXISTS (SELECT 1 FROM cell_edits WHERE cell_id = cells.id AND is_new = 1) AS is_drawn,
  nullif(review.verdict, 'withdrawn') AS verdict,
  CASE review.verdict WHEN 'withdrawn' THEN NULL ELSE review.reviewer END AS reviewer,
  (review.verdict IS NOT NULL AND review.verdict <> 'withdrawn')
    OR EXISTS (SELECT 1 FROM cell_sightings WHERE cell_id = cells.id) AS is_seen,
  predictions.model_id, predictions.cell_class, predictions.benign, predictions.early_pre_b, predictions.pre_b,
  predictions.pro_b, predictions.strangeness,
  coalesce(nullif(review.verdict, 'withdrawn'), predictions.cell_class, 'unjudged') AS standing
FROM cells
JOIN scans ON scans.id = cells.scan_id
LEFT JOIN cell_edits AS edit ON edit.sequence = (SELECT max(sequence) FROM cell_edits WHERE cell_id = cells.id)
LEFT JOIN reviews AS review ON review.sequence = (SELECT max(sequence) FROM reviews WHERE cell_id = cells.id)
LEFT JOIN predictions ON predictions.cell_id = cells.id AND predictions.model_id = scans.model_id;
