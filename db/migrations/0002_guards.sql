-- The record of what was commanded is append-only. A trigger and not REVOKE, because the embedded engine's only user is a superuser.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER command_events_no_row_change BEFORE UPDATE OR DELETE ON command_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER command_events_no_truncate BEFORE TRUNCATE ON command_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
