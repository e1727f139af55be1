CREATE TABLE "audit_records" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text GENERATED ALWAYS AS (((body::jsonb) ->> 'event')) STORED NOT NULL,
	"actor" text GENERATED ALWAYS AS (((body::jsonb) ->> 'actor')) STORED,
	"subject" text GENERATED ALWAYS AS (((body::jsonb) ->> 'subject')) STORED,
	"body" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_records_no_fork" UNIQUE("prev_hash"),
	CONSTRAINT "audit_records_hashes" CHECK (prev_hash ~ '^[0-9a-f]{64}$' AND hash ~ '^[0-9a-f]{64}$' AND seq > 0)
);
--> statement-breakpoint
CREATE INDEX "audit_records_at" ON "audit_records" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_records_actor" ON "audit_records" USING btree ("actor","seq");--> statement-breakpoint
CREATE INDEX "audit_records_event" ON "audit_records" USING btree ("event","seq");--> statement-breakpoint
CREATE INDEX "audit_records_subject" ON "audit_records" USING btree ("subject","seq");
--> statement-breakpoint
CREATE TRIGGER audit_records_no_row_change BEFORE UPDATE OR DELETE ON audit_records
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_records_no_truncate BEFORE TRUNCATE ON audit_records
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Whoever appends waits here for the one before, until the end of the transaction, and then sees the last record: every statement of a volatile
-- function has a snapshot of its own. The number names this lock among the advisory locks of a database.
CREATE FUNCTION lock_audit_chain() RETURNS TABLE (seq bigint, hash text) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(448016);
  RETURN QUERY SELECT r.seq, r.hash FROM audit_records r ORDER BY r.seq DESC LIMIT 1;
END
$$;
