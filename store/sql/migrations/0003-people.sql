-- What is not the organisation's history: how people sign in, and what they have not sent yet.

create table credential (
  org          integer not null,
  account      text collate "C" not null,
  hash         text not null,
  must_change  boolean not null,
  failures     integer not null default 0,
  failed_since bigint not null default 0,
  locked_until bigint not null default 0,
  changed      bigint not null,
  past         text[] not null default '{}',
  primary key (org, account)
);

-- Found by the hash of a random token before the organisation is known, hence not by `org`.
create table session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  org        integer not null,
  account    text collate "C" not null,
  created    bigint not null,
  seen       bigint not null,
  expires    bigint not null
);
create index session_account on session (org, account);

create table draft (
  org     integer not null,
  account text collate "C" not null,
  form    text collate "C" not null,
  key_no  integer not null,
  sealed  bytea not null check (octet_length(sealed) >= 60),
  saved   bigint not null,
  primary key (org, account, form)
);
