-- Disks of older Macs have an Apple partition map, those of BSD servers a disk label within a slice.

ALTER TABLE evidence.image_volume DROP CONSTRAINT image_volume_scheme_check;
ALTER TABLE evidence.image_volume ADD CONSTRAINT image_volume_scheme_check CHECK (scheme IN ('none', 'mbr', 'gpt', 'apm', 'bsd', 'lvm2'));
