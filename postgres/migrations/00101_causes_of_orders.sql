-- What brought an order beside the cadence: a change that added data, or an error found in a delivery.

-- +goose Up
alter table permits.orders add column cause text not null default '',
    add constraint order_cause_known check (cause ~ '^((change|error)-[1-9][0-9]*)?$');
comment on column permits.orders.cause is 'change-2 or error-1 of the permit; empty when the cadence brought it';
create unique index order_once_for_a_cause on permits.orders (case_id, cause) where cause <> '';

-- +goose Down
drop index permits.order_once_for_a_cause;
alter table permits.orders drop constraint order_cause_known, drop column cause;
