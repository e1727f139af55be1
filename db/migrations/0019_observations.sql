CREATE TABLE "runway_observations" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"runway_id" text NOT NULL,
	"client_id" text NOT NULL,
	"base_version" bigint,
	"observer" text NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "runway_observations_client" UNIQUE("client_id"),
	CONSTRAINT "runway_observations_no_fork" UNIQUE NULLS NOT DISTINCT("runway_id","base_version")
);
--> statement-breakpoint
CREATE TABLE "runway_third_observations" (
	"observation_id" bigint NOT NULL,
	"third" smallint NOT NULL,
	"contaminant" text NOT NULL,
	"coverage_percent" smallint NOT NULL,
	"depth_mm" double precision,
	"assigned_rwycc" smallint,
	CONSTRAINT "runway_third_observations_observation_id_third_pk" PRIMARY KEY("observation_id","third"),
	CONSTRAINT "runway_third_observations_third" CHECK (third BETWEEN 1 AND 3),
	CONSTRAINT "runway_third_observations_coverage" CHECK (coverage_percent IN (0, 25, 50, 75, 100)),
	CONSTRAINT "runway_third_observations_code" CHECK (assigned_rwycc BETWEEN 0 AND 6)
);
--> statement-breakpoint
ALTER TABLE "runway_observations" ADD CONSTRAINT "runway_observations_runway_id_assets_id_fk" FOREIGN KEY ("runway_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runway_third_observations" ADD CONSTRAINT "runway_third_observations_observation_id_runway_observations_id_fk" FOREIGN KEY ("observation_id") REFERENCES "public"."runway_observations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runway_observations_newest" ON "runway_observations" USING btree ("runway_id","id");