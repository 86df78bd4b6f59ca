-- Software may keep an account under which the owner of another writes unnamed, and note whose it is.

ALTER TABLE forum.relation DROP CONSTRAINT relation_kind_check;
ALTER TABLE forum.relation ADD CONSTRAINT relation_kind_check CHECK (kind IN ('friend', 'foe', 'alias'));
COMMENT ON COLUMN forum.relation.kind IS 'friend, foe: what the member named the other; alias: the member is an account under which the owner of the other writes unnamed, by the software''s own note.';
