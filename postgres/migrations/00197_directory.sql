-- +goose Up
-- The people with an account are named on most pages. A program keeps them, and
-- reads them anew when this number is another.
create table permits.directory (
    one     boolean not null default true,
    version bigint  not null default 1,
    constraint directory_is_one primary key (one),
    constraint directory_has_one_row check (one)
);
insert into permits.directory default values;
comment on table permits.directory is 'what tells whether the people that a program has read are still those';
comment on column permits.directory.one is 'the row''s key: there is one';
comment on column permits.directory.version is 'one more with each account that is made, changed or removed';

-- +goose StatementBegin
create function permits.user_has_changed() returns trigger language plpgsql
    security definer set search_path = pg_catalog as $$
begin
    update permits.directory set version = version + 1;
    return null;
end
$$;
-- +goose StatementEnd
comment on function permits.user_has_changed() is 'counts a change of the people with an account';
revoke all on function permits.user_has_changed() from public;
create trigger user_counts after insert or delete on permits.users for each row execute function permits.user_has_changed();
create trigger user_change_counts after update on permits.users for each row when (old is distinct from new) execute function permits.user_has_changed();
grant select on permits.directory to permits_web, permits_work, permits_owner;

-- +goose Down
drop trigger user_change_counts on permits.users;
drop trigger user_counts on permits.users;
drop function permits.user_has_changed();
drop table permits.directory;
