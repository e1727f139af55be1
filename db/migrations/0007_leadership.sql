CREATE TABLE "control_leadership" (
	"id" smallint PRIMARY KEY NOT NULL,
	"epoch" bigint NOT NULL,
	"holder" text NOT NULL,
	CONSTRAINT "control_leadership_one_row" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "controller_states" (
	"controller_id" text PRIMARY KEY NOT NULL,
	"epoch" bigint NOT NULL,
	"told" bigint NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
-- Written every second and worth nothing after a crash: it needs no log.
ALTER TABLE "controller_states" SET UNLOGGED;
