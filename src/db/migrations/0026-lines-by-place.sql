-- Lines of a log are numbered as they are read and lie in that order: where a number lies is told by ranges of pages.

ALTER TABLE evidence.web_request DROP CONSTRAINT web_request_pkey;
CREATE INDEX web_request_place ON evidence.web_request USING brin (_file, n);
