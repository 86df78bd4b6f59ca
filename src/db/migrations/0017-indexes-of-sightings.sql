-- Where it can be, the first column of a large index is the one that tells rows apart best: building it then takes half the time.

ALTER TABLE artefacts.sighting DROP CONSTRAINT IF EXISTS sighting_pkey;
ALTER TABLE artefacts.sighting ADD CONSTRAINT sighting_pkey PRIMARY KEY (place_id, place, site, n);
DROP INDEX IF EXISTS artefacts.sighting_selector, artefacts.persona_selector_value;
CREATE INDEX sighting_selector ON artefacts.sighting (value, kind);
CREATE INDEX IF NOT EXISTS sighting_member ON artefacts.sighting (site, member, kind);
CREATE INDEX persona_selector_value ON artefacts.persona_selector (value, kind);
