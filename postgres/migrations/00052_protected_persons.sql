-- +goose Up
-- What ties a person under a non-disclosure order to a place is masked in every
-- reading: who they are must be found without reading everybody.
create index person_protected on registers.person (person_id) where protected_address;
comment on index registers.person_protected is 'persons whose address is protected (24.1 § 31 k)';

-- +goose Down
drop index registers.person_protected;
