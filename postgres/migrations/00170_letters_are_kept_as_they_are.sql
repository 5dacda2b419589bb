-- A letter is compressed already: trying to compress it again costs the command
-- that writes it milliseconds and wins nothing.

-- +goose Up
alter table permits.letters alter column pdf set storage external;
