-- +goose Up
-- The nightly work brings a legacy permit back to the officers' queue when its data
-- should have been destroyed.
grant select on permits.legacy_permits to permits_work;

-- +goose Down
revoke select on permits.legacy_permits from permits_work;
