-- Both tests of 3.1.7 stand in the row of every health datum, a person's disability included.

-- +goose Up
alter table registers.person
    add column affects_employment boolean,
    add column indispensable      boolean;
comment on column registers.person.affects_employment is 'Affects employment (Vaikuttaa työllistymiseen), 3.1.7';
comment on column registers.person.indispensable is 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), 3.1.7';
select registers_history.follow();

-- +goose Down
alter table registers_history.person drop column affects_employment, drop column indispensable;
alter table registers.person drop column affects_employment, drop column indispensable;
