-- What lists and statistics count: every duty each time that it was owed, what was sent, what was set, and months of them.

-- By which clause and rule an entry was made or refused, what was chosen in it, and whether it says that there was nothing.
alter table entry
  add column clause  text collate "C" not null default '',
  add column rule    text collate "C",
  add column choices jsonb not null default '{}',
  add column is_zero boolean not null default false;

-- One row for each time that a duty was owed. `behind`: another one asked for the same before it and stands for both.
create table owed (
  org        integer not null,
  id         text collate "C" not null,
  seq        bigint not null,
  duty       text collate "C" not null,
  key        text collate "C" not null,
  unit       text collate "C",
  day        text collate "C" not null,
  clause     text collate "C" not null,
  opener     text collate "C",
  due        bigint not null,
  late_from  bigint not null,
  is_extended boolean not null,
  is_late    boolean not null,
  is_missed  boolean not null,
  late_by    jsonb,
  met_by     jsonb,
  behind     text collate "C",
  is_dropped boolean not null,
  -- What follows from the columns above and from the entry that settled it.
  is_open    boolean not null,
  outcome    text collate "C",
  entry      text collate "C",
  register   text collate "C",
  is_zero    boolean not null,
  met_at     bigint,
  primary key (org, id)
);
create index owed_duty on owed (org, duty, day, seq) where outcome is not null;
create index owed_open on owed (org, duty, key) where is_open;
create index owed_behind on owed (org, behind) where behind is not null;
create index owed_entry on owed (org, entry) where entry is not null;
create index owed_opener on owed (org, opener) where opener is not null;

-- How often in a month each duty of each unit ended how; by which register, and whether nothing was reported.
create table owed_month (
  org      integer not null,
  month    text collate "C" not null,
  duty     text collate "C" not null,
  unit     text collate "C" not null,
  outcome  text collate "C" not null,
  register text collate "C" not null,
  is_zero  boolean not null,
  n        integer not null,
  primary key (org, month, duty, unit, outcome, register, is_zero)
);

-- How many entries of a register were made in a month, by unit and by everything that was chosen in them; `rule`: refused.
create table entry_month (
  org      integer not null,
  month    text collate "C" not null,
  register text collate "C" not null,
  clause   text collate "C" not null,
  rule     text collate "C" not null,
  unit     text collate "C" not null,
  cell     text collate "C" not null,
  choices  jsonb not null,
  n        integer not null,
  primary key (org, month, register, clause, rule, unit, cell)
);

-- Notices and requests for approval, and what became of each.
create table sent (
  org      integer not null,
  id       text collate "C" not null,
  seq      bigint not null,
  rule     text collate "C" not null,
  key      text collate "C" not null,
  clause   text collate "C" not null,
  month    text collate "C" not null,
  recorded bigint not null,
  outcome  text collate "C" not null,
  ended    bigint,
  primary key (org, id)
);
create index sent_month on sent (org, clause, month, seq);
create index sent_rule on sent (org, rule, key);

-- Figures that were set, in order.
create table setting (
  org       integer not null,
  seq       bigint not null,
  parameter text collate "C" not null,
  value     jsonb not null,
  holds     bigint not null,
  by        text collate "C" not null,
  recorded  bigint not null,
  primary key (org, parameter, seq)
);

-- Counted from the entries instead.
drop table clause_month;
-- The lists are made anew, with what they now hold.
delete from projected;

create or replace function grant_application(application name) returns void language plpgsql set search_path = shouze, pg_temp
as $$
declare
  grantee text := quote_ident(application);
begin
  execute 'grant usage on schema shouze to ' || grantee;
  execute 'revoke all on all tables in schema shouze from ' || grantee;
  execute 'grant select on organisation to ' || grantee;
  execute 'grant select, insert on event, body, checkpoint, tile, answer, data_key to ' || grantee;
  execute 'grant select, insert, update on lease to ' || grantee;
  execute 'grant select, insert, update, delete on outbox, slice, folded, entry, moved, exact, undone, owed, owed_month, '
    || 'entry_month, sent, setting, projected, credential, session, draft to ' || grantee;
  execute 'revoke all on all functions in schema shouze from public';
  execute 'grant execute on function append, write_slices to ' || grantee;
end $$;
