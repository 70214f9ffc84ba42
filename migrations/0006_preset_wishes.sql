ALTER TABLE `preset_revisions` ADD `wishes` text;--> statement-breakpoint
ALTER TABLE `presets` ADD `wishes` text;