-- +goose Up
-- Service follows what is shown: a letter is served when it is fetched or its
-- receipt says so, and one that is deemed to have come may be shown to have come on
-- another day.
alter table permits.letter_receivers add column shown_at timestamptz;
comment on column permits.letter_receivers.shown_at is 'when it has been shown to have come, other than it was deemed to; null otherwise';
comment on column permits.letter_receivers.deemed_at is 'when it is deemed served; null until a letter served verifiably is fetched, or its receipt recorded';
alter table permits.letter_receivers drop constraint letter_receiver_manner_known;
alter table permits.letter_receivers add constraint letter_receiver_manner_known check (manner in ('electronic', 'post', 'fetched', 'receipt'));
grant update (shown_at) on permits.letter_receivers to permits_web;

-- The day of service moves only with a finding that the letter came on another day.
-- +goose StatementBegin
create or replace function permits.decision_stays() returns trigger language plpgsql as $$
begin
    if old.decision is not null and new.decision is null then
        if new.state = 'in-review' and new.handling #> '{earlier,-1,decision}' = old.decision
           and jsonb_array_length(new.handling -> 'earlier') = coalesce(jsonb_array_length(old.handling -> 'earlier'), 0) + 1 then
            return new;
        end if;
    elsif (old.decision is null or old.decision = new.decision)
      and (old.decider is null or old.decider = new.decider)
      and (old.decided_at is null or old.decided_at = new.decided_at)
      and (old.served_at is null or old.served_at = new.served_at
           or new.life #> '{service,arrivals,-1,found}' = 'true'
              and new.life #> '{service,arrivals}' is distinct from old.life #> '{service,arrivals}'
              and (new.life #>> '{service,deemed}')::timestamptz = new.served_at)
      and (old.accepted is null or old.accepted = new.accepted) then
        return new;
    end if;
    raise exception 'the decision of %.% is set once', tg_table_schema, tg_table_name
        using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function permits.decision_stays() returns trigger language plpgsql as $$
begin
    if old.decision is not null and new.decision is null then
        if new.state = 'in-review' and new.handling #> '{earlier,-1,decision}' = old.decision
           and jsonb_array_length(new.handling -> 'earlier') = coalesce(jsonb_array_length(old.handling -> 'earlier'), 0) + 1 then
            return new;
        end if;
    elsif (old.decision is null or old.decision = new.decision)
      and (old.decider is null or old.decider = new.decider)
      and (old.decided_at is null or old.decided_at = new.decided_at)
      and (old.served_at is null or old.served_at = new.served_at)
      and (old.accepted is null or old.accepted = new.accepted) then
        return new;
    end if;
    raise exception 'the decision of %.% is set once', tg_table_schema, tg_table_name
        using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
alter table permits.letter_receivers drop column shown_at;
