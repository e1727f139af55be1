CREATE TABLE "plant_versions" (
	"number" integer PRIMARY KEY NOT NULL,
	"applied_at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"sha256" text NOT NULL,
	"file" jsonb NOT NULL,
	"difference" jsonb NOT NULL,
	CONSTRAINT "plant_versions_number" CHECK ("plant_versions"."number" > 0)
);
--> statement-breakpoint
ALTER TABLE "controllers" ADD COLUMN "protocol" text DEFAULT 'modbusTcp' NOT NULL;--> statement-breakpoint
ALTER TABLE "controllers" ADD COLUMN "secret_variables" jsonb;--> statement-breakpoint
ALTER TABLE "controllers" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "energy_stations" ADD COLUMN "limits" jsonb;--> statement-breakpoint
ALTER TABLE "energy_stations" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "loops" ADD COLUMN "limits" jsonb;--> statement-breakpoint
ALTER TABLE "loops" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "segments" ADD COLUMN "network_surface" jsonb;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sensors" ADD COLUMN "retired_at" timestamp with time zone;--> statement-breakpoint
CREATE TRIGGER plant_versions_no_row_change BEFORE UPDATE OR DELETE ON plant_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER plant_versions_no_truncate BEFORE TRUNCATE ON plant_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
