-- Which process works on a training, as JSON (number, start, machine); NULL: none, or it let go when it closed.
ALTER TABLE training_runs ADD COLUMN holder TEXT CHECK (holder IS NULL OR json_valid(holder));
