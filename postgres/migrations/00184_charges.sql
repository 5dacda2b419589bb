-- +goose Up
-- What may be invoiced (maksut; act 150/1992, JulkL 34 §): each amount once, with
-- who pays as things stood when it arose, gathered into batches for the agency's
-- own system of invoices.
create table permits.charge_batches (
    batch   bigint generated always as identity,
    made_by text not null,
    made_at timestamptz not null,
    constraint charge_batch_once primary key (batch),
    constraint charge_batch_maker_known foreign key (made_by) references permits.users (user_id)
);
comment on table permits.charge_batches is 'batches of charges given to the system of invoices; insert-only';
comment on column permits.charge_batches.batch is 'number of the batch';
comment on column permits.charge_batches.made_by is 'who gathered it';
comment on column permits.charge_batches.made_at is 'when';

create table permits.charges (
    subject     text not null,
    charge      int not null,
    code        text not null,
    kind        text not null,
    order_id    text not null default '',
    quarters    int not null default 0,
    cents       int not null,
    arose_at    timestamptz not null,
    payer       text not null default '',
    business_id text not null default '',
    billing     text not null default '',
    batch       bigint,
    constraint charge_once primary key (subject, charge),
    constraint charge_in_a_batch foreign key (batch) references permits.charge_batches (batch),
    constraint charge_costs check (cents > 0 and charge > 0 and quarters >= 0),
    constraint charge_kind_known check (kind in ('public-law', '34', 'market'))
);
create index charge_waits on permits.charges (arose_at) where batch is null;
create index charge_batch on permits.charges (batch);
comment on table permits.charges is 'what may be invoiced for a case or a document request';
comment on column permits.charges.subject is 'case or document request';
comment on column permits.charges.charge is 'number among those of the subject';
comment on column permits.charges.code is 'row of the table of fees, or the ground of JulkL 34 §';
comment on column permits.charges.kind is 'public-law, 34 or market: settles the remedy';
comment on column permits.charges.order_id is 'of whose delivery it is the work; empty otherwise';
comment on column permits.charges.quarters is 'begun quarters of an hour; 0 for a fee by piece';
comment on column permits.charges.cents is 'of a euro';
comment on column permits.charges.arose_at is 'when it was set: its rectification is counted from then';
comment on column permits.charges.payer is 'organisation that pays, as the application said when the charge arose; empty for a person';
comment on column permits.charges.business_id is 'of the payer';
comment on column permits.charges.billing is 'where the invoice goes, as the application said';
comment on column permits.charges.batch is 'given to the system of invoices in it; null while it waits';

-- +goose StatementBegin
create function permits.charges_stay() returns trigger language plpgsql as $$
begin
    if (old.subject, old.charge, old.code, old.kind, old.order_id, old.quarters, old.cents, old.arose_at, old.payer, old.business_id, old.billing)
       is distinct from (new.subject, new.charge, new.code, new.kind, new.order_id, new.quarters, new.cents, new.arose_at, new.payer, new.business_id, new.billing)
       or old.batch is not null
    then
        raise exception 'a charge does not change, and is in one batch' using errcode = 'check_violation', constraint = 'charge_stays';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger charges_stay before update on permits.charges for each row execute function permits.charges_stay();

grant select, insert on permits.charges, permits.charge_batches to permits_web, permits_work, permits_owner;
grant update (batch) on permits.charges to permits_web, permits_work, permits_owner;
