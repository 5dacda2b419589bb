-- Officials of the offices that hold the registers (2 §) are users too.

-- +goose Up
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official']);
comment on column permits.users.body is 'authority: KEHA, TEM, ELY01 to ELY15 or TE01 to TE15; empty for others';

-- +goose Down
delete from permits.users where 'official' = any (duties);
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst']);
comment on column permits.users.body is 'authority: KEHA, TEM or ELY01 to ELY15; empty for others';
