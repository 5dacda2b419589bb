-- +goose Up
-- What a ruling gives back of a charge (hyvitys; act 150/1992 11 b §) is a charge
-- below zero that names the one it is of.
alter table permits.charges add column credits int not null default 0;
alter table permits.charges drop constraint charge_costs;
alter table permits.charges add constraint charge_costs check (
    charge > 0 and quarters >= 0 and (credits = 0 and cents > 0 or credits > 0 and credits < charge and cents < 0));
comment on column permits.charges.credits is 'number of the charge that this gives back of; 0 of one to be paid';

