ALTER TABLE "imports" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_by" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "last_ordinal" integer;--> statement-breakpoint
-- Of what stands, names were unique already.
UPDATE "imports" SET "source" = "report" ->> 'name' WHERE ("report" -> 'accepted' ->> 'segments')::integer > 0;--> statement-breakpoint
CREATE UNIQUE INDEX "imports_source" ON "imports" USING btree ("source") WHERE "imports"."undone_at" IS NULL;