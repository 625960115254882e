-- What may have left from the home that this one is a copy of stays in the ledger as what may have left from here does.
DROP TRIGGER delivery_stays;
CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery
WHEN OLD.state NOT IN ('pending', 'cancelled') OR EXISTS (SELECT 1 FROM doubted WHERE delivery = OLD.id) BEGIN
  SELECT raise(ABORT, 'a delivery that may have left is never removed');
END;
