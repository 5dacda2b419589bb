-- +goose Up

alter table permits.destroyed_keys add column ledgered_at timestamptz;
comment on column permits.destroyed_keys.ledgered_at is 'when the destruction stood in the ledger outside the database; empty until then';
grant update (ledgered_at) on permits.destroyed_keys to permits_work;

-- +goose Down
revoke update (ledgered_at) on permits.destroyed_keys from permits_work;
alter table permits.destroyed_keys drop column ledgered_at;
