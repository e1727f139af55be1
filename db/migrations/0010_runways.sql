CREATE TABLE "runway_uses" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"runway_id" text NOT NULL,
	"in_use" boolean NOT NULL,
	"source" text NOT NULL,
	"reference" text NOT NULL,
	"said_by" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "runway_uses_expiry" CHECK (expires_at > said_at)
);
--> statement-breakpoint
ALTER TABLE "runway_uses" ADD CONSTRAINT "runway_uses_runway_id_assets_id_fk" FOREIGN KEY ("runway_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runway_uses_newest" ON "runway_uses" USING btree ("runway_id","source","id");