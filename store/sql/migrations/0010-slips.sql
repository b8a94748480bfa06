-- A one-time password is good once and for a while. `must_change` says that the hash is one; both are null for one that
-- was given before, which holds until it is used.

alter table credential add column slip_until bigint;
alter table credential add column slip_used bigint;
