-- What computed the classes of a scan: libraries, versions, precision. NULL in scans by a program before 0.4, which
-- were computed by TensorFlow in float32.
ALTER TABLE scans ADD COLUMN engine TEXT CHECK (engine <> '');
