-- The item store: catalogues of published versions, as `trimtab publish` fills it. Nothing in it is of a person.

CREATE TABLE `versions` (
	`version` text PRIMARY KEY NOT NULL,
	`manifest` text NOT NULL,
	`filled_at` integer NOT NULL
);

CREATE TABLE `items` (
	`version` text NOT NULL,
	`item` integer NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`interactions` integer NOT NULL,
	PRIMARY KEY (`version`, `item`)
);

CREATE UNIQUE INDEX `items_by_id` ON `items` (`version`, `id`);

CREATE INDEX `items_by_popularity` ON `items` (`version`, `interactions` DESC, `item`);

-- Pieces of columns.json: JSON arrays, to be joined in the order of their parts.
CREATE TABLE `columns` (
	`version` text NOT NULL,
	`name` text NOT NULL,
	`part` integer NOT NULL,
	`piece` text NOT NULL,
	PRIMARY KEY (`version`, `name`, `part`)
);

-- Titles in search form: the same words as the Worker searches in memory, so the tokenizer changes nothing more.
CREATE VIRTUAL TABLE `titles` USING fts5(
	title, version UNINDEXED, item UNINDEXED, interactions UNINDEXED,
	tokenize = 'unicode61 remove_diacritics 0'
);
