-- The words of all titles, which a search that may have been mistyped is held against.

CREATE VIRTUAL TABLE `title_words` USING fts5vocab('titles', 'row');
