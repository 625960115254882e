-- An import that is undone lays its items aside (dropped, and not read), but for one that another living source has brought
-- too: that is the other's from then on, and waits as if the import had never been.
CREATE TRIGGER mark_laid_aside BEFORE INSERT ON item_mark
WHEN NEW.dropped IS NOT NULL AND NEW.read IS NULL AND EXISTS (
  SELECT 1 FROM item i JOIN brought b ON b.item_no = i.no JOIN source s ON s.id = b.source
  WHERE i.id = NEW.item AND s.id <> i.source AND s.dropped IS NULL) BEGIN
  UPDATE item SET source = (
    SELECT s.id FROM brought b JOIN source s ON s.id = b.source
    WHERE b.item_no = item.no AND s.id <> item.source AND s.dropped IS NULL ORDER BY b.arrived, s.id LIMIT 1)
  WHERE id = NEW.item;
  SELECT raise(IGNORE);
END;
