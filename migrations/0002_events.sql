CREATE TABLE `event_files` (
	`person` text NOT NULL,
	`file` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`person`, `file`)
);
--> statement-breakpoint
CREATE INDEX `event_files_received` ON `event_files` (`received_at`);--> statement-breakpoint
CREATE TABLE `event_receipts` (
	`person` text NOT NULL,
	`id` text NOT NULL,
	`message` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`person`, `id`)
);
--> statement-breakpoint
CREATE INDEX `event_receipts_received` ON `event_receipts` (`received_at`);--> statement-breakpoint
CREATE TABLE `tombstones` (
	`person` text PRIMARY KEY NOT NULL,
	`erased_at` integer NOT NULL
);
