ALTER TABLE "command_approvals" ADD COLUMN "command_ids" bigint[] NOT NULL;--> statement-breakpoint
ALTER TABLE "commands" ADD COLUMN "taken_over" boolean DEFAULT false NOT NULL;