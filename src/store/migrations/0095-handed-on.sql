-- What a removed source leaves unread is nobody's any more, though another may bring it too: then it is handed on to a living
-- one, and waits there until its own comes back. heir: whom it went to last; what was taken over since does not go back.
CREATE TABLE handed_on (
  item_no INTEGER PRIMARY KEY REFERENCES item,
  source TEXT NOT NULL REFERENCES source,
  heir TEXT NOT NULL REFERENCES source
) STRICT;
CREATE INDEX handed_on_by_source ON handed_on (source);

-- What waits and belongs to a removed source, with the living one that brought it first; NULL: there is none. An orphan
-- that is deleted is handed on.
CREATE VIEW orphan (item_no, source, heir) AS
SELECT i.no, i.source, (SELECT b.source FROM brought b JOIN source h ON h.id = b.source
  WHERE b.item_no = i.no AND h.dropped IS NULL ORDER BY b.arrived, b.source LIMIT 1)
FROM item i JOIN source s ON s.id = i.source WHERE i.is_new = 1 AND s.dropped IS NOT NULL;
CREATE TRIGGER orphan_handed_on INSTEAD OF DELETE ON orphan WHEN OLD.heir IS NOT NULL BEGIN
  INSERT INTO handed_on (item_no, source, heir) VALUES (OLD.item_no, OLD.source, OLD.heir)
  ON CONFLICT (item_no) DO UPDATE SET source = iif(heir = OLD.source, source, OLD.source), heir = OLD.heir;
  UPDATE item SET source = OLD.heir WHERE no = OLD.item_no;
END;

CREATE TRIGGER source_removed AFTER UPDATE OF dropped ON source
WHEN NEW.dropped IS NOT NULL AND OLD.dropped IS NULL BEGIN
  DELETE FROM orphan WHERE source = NEW.id;
END;
CREATE TRIGGER source_back AFTER UPDATE OF dropped ON source
WHEN NEW.dropped IS NULL AND OLD.dropped IS NOT NULL BEGIN
  UPDATE item SET source = NEW.id
  WHERE no IN (SELECT item_no FROM handed_on WHERE source = NEW.id)
    AND source = (SELECT heir FROM handed_on WHERE item_no = item.no);
  DELETE FROM handed_on WHERE source = NEW.id;
  DELETE FROM orphan WHERE item_no IN (SELECT item_no FROM brought WHERE source = NEW.id);
END;
CREATE TRIGGER item_waits_again AFTER UPDATE OF is_new ON item WHEN NEW.is_new = 1 AND OLD.is_new = 0 BEGIN
  DELETE FROM orphan WHERE item_no = NEW.no;
END;

DELETE FROM orphan;
