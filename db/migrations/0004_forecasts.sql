CREATE TABLE "forecast_runs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"ready_at" timestamp with time zone NOT NULL,
	"weather_issued_at" timestamp with time zone NOT NULL,
	"weather_source" text NOT NULL,
	"model_version" text NOT NULL,
	"start_at" timestamp with time zone NOT NULL,
	"step_s" integer NOT NULL,
	"step_count" integer NOT NULL,
	"cadence_s" integer NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "forecast_runs_steps" CHECK (step_s > 0 AND step_count > 0 AND cadence_s > 0),
	CONSTRAINT "forecast_runs_status" CHECK (status IN ('complete','partial'))
);
--> statement-breakpoint
CREATE TABLE "forecasts" (
	"run_id" bigint NOT NULL,
	"segment_ordinal" integer NOT NULL,
	"packed" "bytea" NOT NULL,
	CONSTRAINT "forecasts_run_id_segment_ordinal_pk" PRIMARY KEY("run_id","segment_ordinal")
);
--> statement-breakpoint
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_run" FOREIGN KEY ("run_id") REFERENCES "public"."forecast_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "forecast_runs_ready" ON "forecast_runs" USING btree ("ready_at");