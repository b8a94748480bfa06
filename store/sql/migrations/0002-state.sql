-- What is computed from the log and can be dropped: the state as of an event, and the lists.

-- Values are JSON. Every row under `folded` holds as of `folded.size`, for the digest of the fold that made it.
create table slice (
  org   integer not null,
  key   text collate "C" not null,
  value text not null,
  wakes bigint,
  primary key (org, key)
);
create index slice_wakes on slice (org, wakes) where wakes is not null;

create table folded (
  org    integer primary key,
  size   bigint not null,
  digest text not null
);

-- One row for each entry of a register, and for each refusal that its clause records. `facts` are those of the first
-- entry; `current` those that stand after corrections, where there were any.
create table entry (
  org          integer not null,
  seq          bigint not null,
  id           text collate "C" not null,
  register     text collate "C" not null,
  unit         text collate "C",
  at           bigint not null,
  recorded     bigint not null,
  by           text collate "C" not null,
  account      text collate "C",
  facts        jsonb not null,
  current      jsonb,
  corrected_by bigint,
  is_refusal   boolean not null,
  primary key (org, seq)
);
create index entry_register on entry (org, register, seq);
create index entry_unit on entry (org, register, unit, seq) where unit is not null;
create index entry_at on entry (org, register, at, seq);
create index entry_id on entry (org, id);
create index entry_by on entry (org, by, recorded);

-- Which entries moved which row of a matter.
create table moved (
  org     integer not null,
  row_key text collate "C" not null,
  seq     bigint not null,
  primary key (org, row_key, seq)
);

-- Exact search for a personal value by its keyed hash.
create table exact (
  org  integer not null,
  hash text collate "C" not null,
  seq  bigint not null,
  primary key (org, hash, seq)
);

create table projected (
  org    integer primary key,
  size   bigint not null,
  digest text not null
);

-- Which events a correction took back: lists and later corrections ask for it by the id of what was undone.
create table undone (
  org integer not null,
  id  text collate "C" not null,
  seq bigint not null,
  primary key (org, id)
);

-- What a clause has seen in a month, counted as the log says it: kept, late, refused.
create table clause_month (
  org     integer not null,
  clause  text collate "C" not null,
  month   text collate "C" not null,
  kept    integer not null,
  late    integer not null,
  refused integer not null,
  primary key (org, clause, month)
);
