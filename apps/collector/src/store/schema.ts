/** One statement of a migration; some shape only how SQLite keeps what it has. */
export type Step = string | { readonly sqlite: string }

/**
 * The schema, as forward-only migrations; never edit one that was released. Only TEXT, BIGINT and INTEGER; JSON is
 * TEXT; instants are epoch ms by the application's clock. In tables of the hot path `akey` is the project's space, a
 * slash, and the core's akey (`app/g:acme`, `app:test/u:1`), and starts the primary key.
 *
 * `space` is the project id for what came by a live key, `<project id>:test` for what came by a test key: the two never
 * add up. `project` is the project id alone.
 */
export const MIGRATIONS: readonly (readonly Step[])[] = [
  [
    `CREATE TABLE projects (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, is_demo INTEGER NOT NULL,
      identity_secret TEXT NOT NULL, created_at BIGINT NOT NULL)`,

    // lookup: a publishable key in clear, of a secret key its SHA-256 in hex. hint: its last characters, for people.
    `CREATE TABLE access_keys (
      lookup TEXT NOT NULL PRIMARY KEY, project TEXT NOT NULL, kind TEXT NOT NULL, mode TEXT NOT NULL,
      hint TEXT NOT NULL, created_at BIGINT NOT NULL, revoked_at BIGINT)`,

    // received: order of arrival, unique within a collector. is_excluded: stored, but adds no evidence.
    // body: JSON of { userId?, anonymousId?, groupId?, previousId?, properties, context, assisted, warnings? }.
    `CREATE TABLE events (
      akey TEXT NOT NULL, id TEXT NOT NULL, space TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL,
      subject TEXT NOT NULL, at BIGINT NOT NULL, day INTEGER NOT NULL, received_at BIGINT NOT NULL,
      received BIGINT NOT NULL, trust TEXT NOT NULL, is_excluded INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (akey, id))`,
    'CREATE INDEX events_in_time ON events (akey, at)',
    'CREATE INDEX events_as_received ON events (space, received)',

    `CREATE TABLE counts (
      akey TEXT NOT NULL, subject TEXT NOT NULL, signal TEXT NOT NULL, context TEXT NOT NULL, day INTEGER NOT NULL,
      success BIGINT NOT NULL, success_assisted BIGINT NOT NULL,
      failure BIGINT NOT NULL, failure_assisted BIGINT NOT NULL,
      other BIGINT NOT NULL, other_assisted BIGINT NOT NULL,
      amount BIGINT NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL,
      PRIMARY KEY (akey, subject, signal, context, day))`,

    // value: JSON. The latest by (at, id) stays.
    `CREATE TABLE registers (
      akey TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL,
      value TEXT NOT NULL, at BIGINT NOT NULL, id TEXT NOT NULL,
      PRIMARY KEY (akey, subject, name))`,

    // Each link stands under both of its ends. day: of a member link its UTC day, else -1.
    `CREATE TABLE links (
      akey TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, day INTEGER NOT NULL,
      at BIGINT NOT NULL, id TEXT NOT NULL, has_left INTEGER NOT NULL,
      PRIMARY KEY (akey, kind, source, target, day))`,

    // Sequence numbers of a device that are in the evidence, as runs; akey is <space>/d:<device>.
    `CREATE TABLE coverage (
      akey TEXT NOT NULL, first_seq BIGINT NOT NULL, last_seq BIGINT NOT NULL,
      PRIMARY KEY (akey, first_seq))`,

    // Due while touched > evaluated, or once due_at has come. A lease that has expired is free again.
    `CREATE TABLE touched (
      akey TEXT NOT NULL PRIMARY KEY, space TEXT NOT NULL, touched BIGINT NOT NULL, evaluated BIGINT NOT NULL,
      due_at BIGINT, leased_until BIGINT NOT NULL)`,
    'CREATE INDEX touched_due ON touched (space) WHERE touched > evaluated',
    'CREATE INDEX touched_in_time ON touched (due_at) WHERE due_at IS NOT NULL',

    // body: JSON of AccountRow. activation: JSON of Activation or null. raw_engagement: thousandths.
    // rate: activation in millionths. search: name and akey in lower case. version: of the program used.
    `CREATE TABLE accounts (
      akey TEXT NOT NULL PRIMARY KEY, space TEXT NOT NULL, stage TEXT NOT NULL, urgency INTEGER NOT NULL,
      raw_engagement BIGINT NOT NULL, is_of_one INTEGER NOT NULL, search TEXT NOT NULL,
      rate INTEGER NOT NULL, is_complete INTEGER NOT NULL, has_first_value INTEGER NOT NULL,
      activation TEXT, last_active_at BIGINT, body TEXT NOT NULL, version TEXT NOT NULL, computed_at BIGINT NOT NULL)`,
    'CREATE INDEX accounts_ranked ON accounts (space, urgency DESC, raw_engagement DESC, akey)',

    // body: JSON of Qualification, as it was at that moment. Withdrawing never changes it; coming back opens a cycle.
    `CREATE TABLE qualifications (
      akey TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, verdict TEXT NOT NULL, cycle INTEGER NOT NULL,
      id TEXT NOT NULL, at BIGINT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL, withdrawn_at BIGINT,
      PRIMARY KEY (akey, kind, target, verdict, cycle))`,

    // akey is the user's (<space>/u:1), so that an answer to a browser reads one key.
    `CREATE TABLE offers (
      akey TEXT NOT NULL, prompt TEXT NOT NULL, account TEXT NOT NULL, expires_at BIGINT NOT NULL,
      PRIMARY KEY (akey, prompt))`,

    // payload: JSON. Sent once sent_at is set; given up once dead_at is.
    `CREATE TABLE outbox (
      akey TEXT NOT NULL, id TEXT NOT NULL, space TEXT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL,
      at BIGINT NOT NULL, due_at BIGINT NOT NULL, attempts INTEGER NOT NULL, leased_until BIGINT NOT NULL,
      sent_at BIGINT, dead_at BIGINT,
      PRIMARY KEY (akey, id))`,

    // Rows are never changed; the newest (greatest id) of a project is live.
    `CREATE TABLE programs (
      project TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, at BIGINT NOT NULL,
      author TEXT NOT NULL, note TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
    `CREATE TABLE drafts (
      project TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL)`,
    `CREATE TABLE pauses (
      project TEXT NOT NULL, prompt TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL,
      PRIMARY KEY (project, prompt))`,

    // state: filling, complete, or stale (no longer counted). previous: JSON of the definition read meanwhile, or null.
    // done_akey: evidence is filled for all keys up to this one.
    `CREATE TABLE fills (
      project TEXT NOT NULL, signal TEXT NOT NULL, state TEXT NOT NULL, definition TEXT NOT NULL, previous TEXT,
      done INTEGER NOT NULL, total INTEGER NOT NULL, done_akey TEXT NOT NULL,
      PRIMARY KEY (project, signal))`,

    // Requests for help. akey: of the event. state: sent, seen or answered.
    `CREATE TABLE help (
      akey TEXT NOT NULL, id TEXT NOT NULL, space TEXT NOT NULL, subject TEXT NOT NULL, feature TEXT,
      message TEXT NOT NULL, asked_at BIGINT NOT NULL, state TEXT NOT NULL, seen_at BIGINT,
      answer TEXT, answered_at BIGINT,
      PRIMARY KEY (akey, id))`,
    'CREATE INDEX help_in_space ON help (space, id)',

    // One row a user and prompt; akey is the user's. Instants of the first time, null when never.
    // goal_at: the goal holds since an evaluation at that time; null again when it no longer does.
    `CREATE TABLE prompt_stats (
      akey TEXT NOT NULL, prompt TEXT NOT NULL, space TEXT NOT NULL,
      eligible_at BIGINT, shown_at BIGINT, clicked_at BIGINT, dismissed_at BIGINT, goal_at BIGINT,
      PRIMARY KEY (akey, prompt))`,
    'CREATE INDEX prompt_stats_in_space ON prompt_stats (space, prompt)',

    // kind: accepted, duplicate, excluded (code: internal or bot), refused (code: WireErrorCode), warning (code: WireWarning).
    `CREATE TABLE tallies (
      space TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, n BIGINT NOT NULL,
      PRIMARY KEY (space, day, kind, code))`,

    // A ring: slots are reused. received: as of events. error: JSON of WireError. message: the start of it, as JSON text.
    `CREATE TABLE refused (
      space TEXT NOT NULL, slot INTEGER NOT NULL, received_at BIGINT NOT NULL, received BIGINT NOT NULL,
      error TEXT NOT NULL, message TEXT NOT NULL,
      PRIMARY KEY (space, slot))`,

    // Names of tracked events that no signal of the program in force read when they came.
    `CREATE TABLE unmatched (
      space TEXT NOT NULL, name TEXT NOT NULL, n BIGINT NOT NULL, last_at BIGINT NOT NULL,
      has_outcome INTEGER NOT NULL, has_context INTEGER NOT NULL,
      PRIMARY KEY (space, name))`,

    // p90 of raw engagement over accounts with any, in thousandths.
    `CREATE TABLE summaries (
      space TEXT NOT NULL PRIMARY KEY, p90 BIGINT NOT NULL, accounts INTEGER NOT NULL, computed_at BIGINT NOT NULL)`,

    // Both are known by the SHA-256 of their secret, in hex.
    `CREATE TABLE sessions (
      hash TEXT NOT NULL PRIMARY KEY, role TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)`,
    `CREATE TABLE sign_in_tokens (
      hash TEXT NOT NULL PRIMARY KEY, role TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
      used_at BIGINT)`,
  ],
  [
    // basis: JSON of Basis, what the qualification stood on at that moment; null in rows written without.
    'ALTER TABLE qualifications ADD COLUMN basis TEXT',
  ],
  [
    // What was learned of a project's users. state: candidate, live, rejected or superseded. through_day: of the evidence
    // it was fitted on. figures: JSON of FitFigures. body: JSON of AbilityFit, as browsers and views get it.
    `CREATE TABLE fits (
      project TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, created_at BIGINT NOT NULL,
      through_day INTEGER NOT NULL, state TEXT NOT NULL, figures TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
    // Each decision about a fit, by the job or by a person. fit: '' for the starting values. kind: live, rejected, held,
    // back or resumed. say: what it rests on, in words.
    `CREATE TABLE fit_decisions (
      project TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
      fit TEXT NOT NULL, say TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
    // live: id of the fit in use, '' for the starting values. is_held: new fits wait for a person. accepted: messages
    // counted when the last run began. report: JSON of LearningReport, of the last run; progress: JSON, or null at rest.
    `CREATE TABLE learning (
      project TEXT NOT NULL PRIMARY KEY, live TEXT NOT NULL, live_since BIGINT, is_held INTEGER NOT NULL,
      ran_at BIGINT, accepted BIGINT NOT NULL, report TEXT, progress TEXT, leased_until BIGINT NOT NULL)`,
    // quadrant: of ability and activity; null until the row is computed anew, which the second statement asks for.
    'ALTER TABLE accounts ADD COLUMN quadrant TEXT',
    `UPDATE accounts SET version = ''`,
  ],
  [
    // lease: who holds the row until leased_until; null when nobody ever did.
    'ALTER TABLE touched ADD COLUMN lease TEXT',
    // Due rows are walked in the order of their keys, so that none waits for ever behind busier ones.
    'DROP INDEX touched_due',
    'CREATE INDEX touched_due ON touched (akey) WHERE touched > evaluated',
  ],
  [
    // scopes: of a secret key, what it may do, separated by spaces; null for receiving alone. expires_at: from then on it
    // opens nothing. rate: requests a second; null for the collector's own limit.
    'ALTER TABLE access_keys ADD COLUMN scopes TEXT',
    'ALTER TABLE access_keys ADD COLUMN expires_at BIGINT',
    'ALTER TABLE access_keys ADD COLUMN rate INTEGER',
    // The identity secret before the one in use still vouches until then.
    'ALTER TABLE projects ADD COLUMN earlier_identity_secret TEXT',
    'ALTER TABLE projects ADD COLUMN earlier_identity_until BIGINT',
    // People of the console. email: in lower case. password: Argon2id, in PHC form; null when they sign in otherwise.
    // issuer and issuer_subject: who they are at the sign-in service, once they came from there.
    `CREATE TABLE members (
      id TEXT NOT NULL PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT,
      issuer TEXT, issuer_subject TEXT, created_at BIGINT NOT NULL, seen_at BIGINT, disabled_at BIGINT)`,
    'CREATE UNIQUE INDEX members_by_email ON members (email)',
    // member: '' for a link that the command line made.
    `ALTER TABLE sessions ADD COLUMN member TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE sign_in_tokens ADD COLUMN member TEXT NOT NULL DEFAULT ''`,
    // What people and keys did to the collector itself. project: '' for all of it. detail: JSON, never a secret.
    `CREATE TABLE audit (
      project TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
      target TEXT NOT NULL, detail TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
  ],
  [
    // No list was read by it, and it cost a fifth of every commit.
    'DROP INDEX events_in_time',
    // days: so many whole days of events stay; null for all. closed_through: the last day whose events may be gone, -1 for
    // none: evidence of days up to it never changes again. dropped_through: the last day whose events are all gone.
    `CREATE TABLE retention (
      project TEXT NOT NULL PRIMARY KEY, days INTEGER, closed_through INTEGER NOT NULL,
      dropped_through INTEGER NOT NULL)`,
    // exact_from: evidence of the signal lacks what happened on days before, whose events were gone; null when it lacks nothing.
    'ALTER TABLE fills ADD COLUMN exact_from INTEGER',
    // Kept in the order of its key: half the pages are written.
    { sqlite: 'ALTER TABLE counts RENAME TO counts_before' },
    {
      sqlite: `CREATE TABLE counts (
        akey TEXT NOT NULL, subject TEXT NOT NULL, signal TEXT NOT NULL, context TEXT NOT NULL, day INTEGER NOT NULL,
        success BIGINT NOT NULL, success_assisted BIGINT NOT NULL,
        failure BIGINT NOT NULL, failure_assisted BIGINT NOT NULL,
        other BIGINT NOT NULL, other_assisted BIGINT NOT NULL,
        amount BIGINT NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL,
        PRIMARY KEY (akey, subject, signal, context, day)) WITHOUT ROWID`,
    },
    {
      sqlite: `INSERT INTO counts SELECT akey, subject, signal, context, day, success, success_assisted, failure,
        failure_assisted, other, other_assisted, amount, first_at, last_at FROM counts_before
        ORDER BY akey, subject, signal, context, day`,
    },
    { sqlite: 'DROP TABLE counts_before' },
  ],
  [
    // What a row says of its account as a lead. lead_type: as shown, '' for bands alone. life: stage of the life cycle.
    // p_close: chance to convert in millionths. deal: its size in hundredths, null when nobody knows.
    // closes_at: when it is expected to close, null when it is not open. trial_users: users who had the whole length of a
    // trial; self_served: those of them who reached first value without a person's help.
    'ALTER TABLE accounts ADD COLUMN lead_type TEXT',
    'ALTER TABLE accounts ADD COLUMN life TEXT',
    'ALTER TABLE accounts ADD COLUMN p_close INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE accounts ADD COLUMN deal BIGINT',
    'ALTER TABLE accounts ADD COLUMN closes_at BIGINT',
    'ALTER TABLE accounts ADD COLUMN trial_users INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE accounts ADD COLUMN self_served INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE accounts ADD COLUMN has_messages INTEGER NOT NULL DEFAULT 0',
    // Holds all that lists are narrowed, ordered and counted by, so that no body is read for it.
    'DROP INDEX accounts_ranked',
    `CREATE INDEX accounts_listed ON accounts (space, urgency DESC, raw_engagement DESC, akey, stage, quadrant,
      lead_type, life, is_of_one, p_close, deal, rate, is_complete, has_first_value, trial_users, self_served,
      has_messages)`,
    'CREATE INDEX accounts_searched ON accounts (space, search, akey)',
    `UPDATE accounts SET version = ''`,
    // population: JSON of what accounts are judged against beside the p90. counts: JSON of ListCounts.
    'ALTER TABLE summaries ADD COLUMN population TEXT',
    'ALTER TABLE summaries ADD COLUMN counts TEXT',
    // Which accounts are in a segment.
    `CREATE TABLE segment_accounts (
      akey TEXT NOT NULL, segment TEXT NOT NULL, space TEXT NOT NULL, is_of_one INTEGER NOT NULL,
      PRIMARY KEY (akey, segment))`,
    'CREATE INDEX segment_accounts_in_space ON segment_accounts (space, segment, akey, is_of_one)',
    // Transitions of the life cycle; body: JSON of { reasons }. Withdrawing never changes a row otherwise. nth: how many
    // of the same stage and cycle were withdrawn before.
    `CREATE TABLE lives (
      akey TEXT NOT NULL, cycle INTEGER NOT NULL, stage TEXT NOT NULL, nth INTEGER NOT NULL, id TEXT NOT NULL,
      space TEXT NOT NULL, at BIGINT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL, withdrawn_at BIGINT,
      PRIMARY KEY (akey, cycle, stage, nth))`,
    'CREATE INDEX lives_in_space ON lives (space, stage, at)',
    // Type history: a row when the type shown changes. body: JSON of { type, say, membership }.
    `CREATE TABLE lead_types (
      akey TEXT NOT NULL, at BIGINT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (akey, at, id))`,
    // What people did about an account. body: JSON of { reason, until? }.
    `CREATE TABLE touches (
      akey TEXT NOT NULL, id TEXT NOT NULL, space TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL,
      kind TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (akey, id))`,
    // Membership weights of ended trials, each trial once (akey, cycle). won: 0 or 1. body: JSON of membership as of mid-trial.
    `CREATE TABLE trials (
      akey TEXT NOT NULL, cycle INTEGER NOT NULL, space TEXT NOT NULL, ended_at BIGINT NOT NULL, won INTEGER NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (akey, cycle))`,
    'CREATE INDEX trials_in_space ON trials (space, ended_at)',
    // A person's own chance for an account, in millionths; the newest (greatest id) counts. p null takes it back.
    `CREATE TABLE overrides (
      akey TEXT NOT NULL, id TEXT NOT NULL, space TEXT NOT NULL, at BIGINT NOT NULL, author TEXT NOT NULL,
      p INTEGER, model_p INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (akey, id))`,
    'CREATE INDEX overrides_in_space ON overrides (space, id)',
    // What was expected on a day: body is JSON of its total and interval; predictions: of each account, in millionths.
    `CREATE TABLE forecasts (
      space TEXT NOT NULL, day INTEGER NOT NULL, at BIGINT NOT NULL, horizon_days INTEGER NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (space, day))`,
    `CREATE TABLE predictions (
      akey TEXT NOT NULL, day INTEGER NOT NULL, space TEXT NOT NULL, p INTEGER NOT NULL, deal BIGINT,
      PRIMARY KEY (akey, day))`,
    'CREATE INDEX predictions_in_space ON predictions (space, day, akey)',
    // Propensity fits, as fits are; report: JSON of what the last run found.
    `CREATE TABLE propensity_fits (
      project TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, created_at BIGINT NOT NULL, state TEXT NOT NULL,
      card TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
    `CREATE TABLE propensity (
      project TEXT NOT NULL PRIMARY KEY, live TEXT NOT NULL, ran_at BIGINT, report TEXT, leased_until BIGINT NOT NULL)`,
    // Where leads are sent. secret: what signs or opens it, as it is. earlier_secret signs beside it until earlier_until.
    // url: for people; what is secret about an address is in secret. fields: JSON. topics: separated by spaces.
    // sent: how many ever were. failing_since: no call went well since then. resumes_at: nothing is sent before.
    `CREATE TABLE destinations (
      project TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL,
      secret TEXT NOT NULL, earlier_secret TEXT, earlier_until BIGINT, topics TEXT NOT NULL, fields TEXT NOT NULL,
      is_enabled INTEGER NOT NULL, created_at BIGINT NOT NULL, sent BIGINT NOT NULL, last_sent_at BIGINT,
      last_error TEXT, failing_since BIGINT, resumes_at BIGINT,
      PRIMARY KEY (project, id))`,
    // One row a message of the outbox and destination; akey: of the account. id: stable over all tries. Waiting while
    // sent_at and dead_at are null. tried_at: when it was first tried.
    `CREATE TABLE deliveries (
      akey TEXT NOT NULL, id TEXT NOT NULL, destination TEXT NOT NULL, project TEXT NOT NULL, topic TEXT NOT NULL,
      payload TEXT NOT NULL, at BIGINT NOT NULL, due_at BIGINT NOT NULL, attempts INTEGER NOT NULL, tried_at BIGINT,
      leased_until BIGINT NOT NULL, sent_at BIGINT, dead_at BIGINT, last_error TEXT,
      PRIMARY KEY (akey, id, destination))`,
    'CREATE INDEX deliveries_due ON deliveries (destination, due_at, at) WHERE sent_at IS NULL AND dead_at IS NULL',
    'CREATE INDEX deliveries_waiting ON deliveries (destination, akey, at, id) WHERE sent_at IS NULL AND dead_at IS NULL',
    'CREATE INDEX deliveries_sent ON deliveries (destination, sent_at) WHERE sent_at IS NOT NULL',
    'CREATE INDEX deliveries_dead ON deliveries (destination, dead_at) WHERE dead_at IS NOT NULL',
    'CREATE INDEX deliveries_of ON deliveries (destination, at, id)',
    // Messages that are to be shared out among destinations, in their order; and all of them, to be forgotten one day.
    'CREATE INDEX outbox_waiting ON outbox (at, id) WHERE sent_at IS NULL',
    'CREATE INDEX outbox_in_time ON outbox (at)',
    // Who a message of mail is from or to.
    `CREATE INDEX registers_by_email ON registers (LOWER(value)) WHERE name = 'traits.email'`,
    // Everybody in a simulated project is made up.
    'ALTER TABLE projects ADD COLUMN is_simulated INTEGER NOT NULL DEFAULT 0',
  ],
  [
    // What the playbook says of it: the state of its touch, or 'held' where attention is spent; and by or until when.
    'ALTER TABLE accounts ADD COLUMN touch TEXT',
    'ALTER TABLE accounts ADD COLUMN touch_by BIGINT',
    'CREATE INDEX accounts_by_touch ON accounts (space, touch, touch_by, life, stage)',
    `UPDATE accounts SET version = ''`,
    // Lists of accounts that somebody narrowed, kept under a name for everybody. search: JSON of what the address says.
    `CREATE TABLE saved_views (
      project TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, search TEXT NOT NULL, at BIGINT NOT NULL,
      author TEXT NOT NULL,
      PRIMARY KEY (project, id))`,
    // seen: JSON of Seen, what the decision read that may be overwritten since; null in rows written without. checked: mark
    // of the evidence of that moment that it was held against last.
    'ALTER TABLE qualifications ADD COLUMN seen TEXT',
    'ALTER TABLE qualifications ADD COLUMN checked TEXT',
    // Registers named vouched.traits.… hold the newest value that a secret key told, or of an address of mail a signed
    // identity; where the newest of all was told so, it is taken from there.
    `INSERT INTO registers (akey, subject, name, value, at, id)
      SELECT r.akey, r.subject, 'vouched.' || r.name, r.value, r.at, r.id FROM registers r
      JOIN events e ON e.akey = r.akey AND e.id = r.id
      WHERE r.name LIKE 'traits.%' AND (e.trust = 'secret'
        OR (e.trust = 'signed' AND e.type = 'identify' AND r.name = 'traits.email'))`,
    `CREATE INDEX registers_by_vouched_email ON registers (LOWER(value)) WHERE name = 'vouched.traits.email'`,
    // Of a member who is let into single projects alone: which, and as what. Without a row, the role holds for all projects.
    `CREATE TABLE member_roles (
      member TEXT NOT NULL, project TEXT NOT NULL, role TEXT NOT NULL,
      PRIMARY KEY (member, project))`,
  ],
]
