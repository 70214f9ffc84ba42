CREATE TABLE `preset_revisions` (
	`preset_id` text NOT NULL,
	`owner` text NOT NULL,
	`revision` integer NOT NULL,
	`name` text NOT NULL,
	`concepts` text NOT NULL,
	`model_version` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`preset_id`, `revision`),
	FOREIGN KEY (`preset_id`) REFERENCES `presets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `preset_revisions_owner` ON `preset_revisions` (`owner`);--> statement-breakpoint
ALTER TABLE `presets` ADD `share_hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `presets_share_hash_unique` ON `presets` (`share_hash`);