-- Geometry types must exist before the tables that use them.
CREATE EXTENSION IF NOT EXISTS postgis;
