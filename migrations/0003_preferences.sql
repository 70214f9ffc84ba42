CREATE TABLE `preferences` (
	`owner` text PRIMARY KEY NOT NULL,
	`profiling` integer NOT NULL,
	`default_preset_id` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`default_preset_id`) REFERENCES `presets`(`id`) ON UPDATE no action ON DELETE set null
);
