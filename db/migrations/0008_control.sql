CREATE TABLE "command_approvals" (
	"request_id" text PRIMARY KEY NOT NULL,
	"payload_sha256" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decide_until" timestamp with time zone NOT NULL,
	"decision" text,
	"approver" text,
	"approver_role" text,
	"approver_session_sha256" text,
	"approver_address" text,
	"decided_at" timestamp with time zone,
	"valid_until" timestamp with time zone,
	"note" text,
	"seen" jsonb,
	CONSTRAINT "command_approvals_decision" CHECK (decision IS NULL OR decision IN ('approved','declined','lapsed')),
	CONSTRAINT "command_approvals_approved" CHECK (decision IS DISTINCT FROM 'approved' OR (approver IS NOT NULL AND valid_until IS NOT NULL AND decided_at IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "control_locks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"holder" text NOT NULL,
	"reason" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"loop_ids" text[] NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "control_locks_kind" CHECK (kind IN ('incident','testing','maintenance'))
);
--> statement-breakpoint
ALTER TABLE "commands" DROP CONSTRAINT "commands_state";--> statement-breakpoint
DROP INDEX "commands_one_in_flight";--> statement-breakpoint
DROP INDEX "commands_one_holder";--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "target_kind" text DEFAULT 'loop' NOT NULL;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "target_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "loop_count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "reason_text" text;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "notam_reference" text;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "payload_sha256" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "actor_role" text;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "session_sha256" text;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "command_requests" ADD COLUMN "seen" jsonb;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "needs_operate" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "needs_approval" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "every_slot" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "renews" bigint;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "sent_lease_s" integer;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "leader_epoch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "interlocks" jsonb;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "effect" jsonb;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "queued_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "selected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "operated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "effective_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "wait_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "command_approvals" ADD CONSTRAINT "command_approvals_request_id_command_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."command_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "command_approvals_pending" ON "command_approvals" USING btree ("decide_until") WHERE decision IS NULL;--> statement-breakpoint
CREATE INDEX "control_locks_open" ON "control_locks" USING btree ("id") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "commands_one_on_device" ON "commands" USING btree ("loop_id") WHERE state IN ('applied','effective');--> statement-breakpoint
CREATE INDEX "commands_waiting" ON "commands" USING btree ("id") WHERE state IN ('drafted','validated');--> statement-breakpoint
CREATE INDEX "commands_request" ON "commands" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "commands_one_in_flight" ON "commands" USING btree ("loop_id") WHERE state IN ('queued','selected','sent','accepted','unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "commands_one_holder" ON "commands" USING btree ("loop_id","slot") WHERE state IN ('applied','effective','held');--> statement-breakpoint
ALTER TABLE "commands" ADD CONSTRAINT "commands_state" CHECK (state IN ('drafted','validated','queued','selected','sent','accepted','applied','effective','held','unknown','released','rejected','failed','expired','superseded','cancelled'));