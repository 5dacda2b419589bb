-- +goose Up
-- An environment's key is proved before anything is sealed to it, and can be
-- taken out of use (TiHL 14 §). Each act on a key is a row; those that were
-- registered without a proof stay, and are proved before they are used again.
alter table permits.environment_keys
    add column act       text not null default 'unproved',
    add column sealed    text not null default '',
    add column code_hash text not null default '',
    add column reason    text not null default '';
alter table permits.environment_keys alter column act drop default;
alter table permits.environment_keys
    add constraint environment_key_act_known check (act in ('unproved', 'challenged', 'registered', 'revoked')),
    add constraint environment_key_challenge_whole check ((act = 'challenged') = (sealed <> '') and (act = 'challenged') = (code_hash ~ '^[0-9a-f]{64}$')),
    add constraint environment_key_revoked_for_a_reason check ((act = 'revoked') = (reason <> ''));
comment on table permits.environment_keys is 'acts on the public keys of environments, by their operators; orders are sealed to the last registered one; insert-only';
comment on column permits.environment_keys.version is 'the first act is 1; each is an event of the same number';
comment on column permits.environment_keys.act is 'challenged, registered once its holder has opened the challenge, or revoked; unproved of what was registered before proofs';
comment on column permits.environment_keys.registered_by is 'the operator whose act it is';
comment on column permits.environment_keys.sealed is 'of a challenge: its code, encrypted to the key';
comment on column permits.environment_keys.code_hash is 'of a challenge: the SHA-256 of its code';
comment on column permits.environment_keys.reason is 'of a revocation: why';

-- +goose StatementBegin
create function permits.key_acts_follow() returns trigger language plpgsql as $$
declare
    before permits.environment_keys;
begin
    select * into before from permits.environment_keys k
     where k.environment = new.environment and (new.act <> 'revoked' or k.act in ('registered', 'revoked'))
     order by k.version desc limit 1;
    if new.act = 'unproved'
       or new.act = 'registered' and (before.act is distinct from 'challenged' or before.key is distinct from new.key)
       or new.act = 'revoked' and (before.act is distinct from 'registered' or before.key is distinct from new.key)
    then
        raise exception 'the key of % is not %: it does not follow from what was done before', new.environment, new.act using errcode = 'check_violation', constraint = 'environment_key_follows';
    end if;
    return new;
end $$;

create function permits.sealed_to_a_proved_key() returns trigger language plpgsql as $$
declare
    present permits.environment_keys;
begin
    if new.recipient ->> 'kind' = 'environment' then
        select * into present from permits.environment_keys k
         where k.environment = new.recipient ->> 'environment' and k.act in ('registered', 'revoked')
         order by k.version desc limit 1;
        if present.act is distinct from 'registered' or present.key is distinct from new.recipient ->> 'key' then
            raise exception 'an order to % is sealed to a key that it has not proved', new.recipient ->> 'environment' using errcode = 'check_violation', constraint = 'order_to_a_proved_key';
        end if;
    end if;
    return new;
end $$;
-- +goose StatementEnd
comment on function permits.key_acts_follow() is 'a key is registered after its own challenge, and revoked while it is in use';
comment on function permits.sealed_to_a_proved_key() is 'a new order to an environment is sealed to the key that it has proved and not revoked';
create trigger environment_key_follows before insert on permits.environment_keys
    for each row execute function permits.key_acts_follow();
create trigger order_to_a_proved_key before insert on permits.orders
    for each row execute function permits.sealed_to_a_proved_key();
grant select on permits.environment_keys to permits_work;

-- What was sealed to a revoked key is ordered anew, for the same cause.
drop index permits.order_once_for_a_cause;
create unique index order_once_for_a_cause on permits.orders (case_id, cause, (recipient ->> 'key')) where cause <> '';
comment on index permits.order_once_for_a_cause is 'one order for a cause, unless its key was revoked';

-- +goose Down
drop index permits.order_once_for_a_cause;
create unique index order_once_for_a_cause on permits.orders (case_id, cause) where cause <> '';
revoke select on permits.environment_keys from permits_work;
drop trigger order_to_a_proved_key on permits.orders;
drop trigger environment_key_follows on permits.environment_keys;
drop function permits.sealed_to_a_proved_key();
drop function permits.key_acts_follow();
alter table permits.environment_keys
    drop constraint environment_key_act_known,
    drop constraint environment_key_challenge_whole,
    drop constraint environment_key_revoked_for_a_reason,
    drop column act, drop column sealed, drop column code_hash, drop column reason;
comment on table permits.environment_keys is 'public keys that operators registered; the latest version is the one orders are sealed to; insert-only';
comment on column permits.environment_keys.version is 'the first key is 1; each change is an event of the same number';
comment on column permits.environment_keys.registered_by is 'the operator who registered it';
