CREATE INDEX "stations_segment" ON "stations" USING btree ("segment_id");--> statement-breakpoint
CREATE INDEX "sensors_segment" ON "sensors" USING btree ("segment_id");