-- Software makes small copies of pictures and keeps them beside the uploads; some of it under names of their own.

ALTER TABLE forum.attachment ADD COLUMN small_copy text;
COMMENT ON COLUMN forum.attachment.small_copy IS 'The name on disk of the small copy that the software made of it; null where there is none, or where its name follows from that of the upload.';
