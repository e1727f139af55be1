-- Every reading rewrites its sensor's row here: room in the page lets PostgreSQL do it in place, without touching the index.
ALTER TABLE sensor_latest SET (fillfactor = 50);
