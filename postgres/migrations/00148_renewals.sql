-- +goose Up

alter table permits.cases
    add column renews text,
    add column key_of text,
    add constraint case_renews_a_case foreign key (renews) references permits.cases (case_id),
    add constraint case_key_of_a_case foreign key (key_of) references permits.cases (case_id),
    add constraint case_renews_another check (renews <> case_id and key_of <> case_id),
    add constraint case_renewal_has_its_key check ((renews is null) = (key_of is null));

create index cases_by_key on permits.cases (key_of) where key_of is not null;
create index cases_by_renewed on permits.cases (renews) where renews is not null;

comment on column permits.cases.renews is 'the permit that it goes on from (jatkolupa); null for most';
comment on column permits.cases.key_of is 'the first permit of the chain of renewals: under its number the project''s key is kept';

create trigger case_renewal_keeps before update on permits.cases
    for each row execute function permits.immutable_columns('renews', 'key_of');

-- +goose Down
drop trigger case_renewal_keeps on permits.cases;
drop index permits.cases_by_renewed;
drop index permits.cases_by_key;
alter table permits.cases drop column key_of, drop column renews;
