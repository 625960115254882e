-- How the words of a release are put where posts have a form of their own: JSON with warning, language, isThread.
ALTER TABLE release ADD COLUMN form TEXT NOT NULL DEFAULT '{"warning":null,"language":null,"isThread":false}';
