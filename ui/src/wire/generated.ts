// Written by `npm run wire` from src-tauri/core/wire. Do not edit.

/**
 * How a line bears on a hypothesis.
 */
export type About = { 
/**
 * Its number, from 1.
 */
hypothesis: number, 
/**
 * How.
 */
how: Bears, };

/**
 * Which program this is, and where it keeps what.
 */
export type AboutProgram = { 
/**
 * Program version.
 */
version: string, 
/**
 * The journal.
 */
journal: string, 
/**
 * Folder of the log; None: none is written.
 */
logs: string | null, 
/**
 * Folder where exports go when nobody chose one.
 */
exports: string, };

/**
 * An act on the system.
 */
export type Act = { "act": "roll_back", 
/**
 * Service or worker id.
 */
on: string, 
/**
 * Version; None: the one before the running one.
 */
to: string | null, } | { "act": "deploy", 
/**
 * Service or worker id.
 */
on: string, 
/**
 * Version.
 */
to: string, 
/**
 * Leaves out the migrations. The version may not live without them.
 */
skip_migration: boolean, } | { "act": "restart", 
/**
 * Service, worker, database or cache id.
 */
on: string, } | { "act": "scale", 
/**
 * Service or worker id.
 */
on: string, 
/**
 * Replicas or slots.
 */
to: number, } | { "act": "set_config", 
/**
 * E.g. `api.pool.db.size`, `db.max_connections`, `api->payments.attempts`.
 */
key: string, 
/**
 * The value, in the unit the key names.
 */
value: number, } | { "act": "flag", 
/**
 * Flag id.
 */
flag: string, 
/**
 * On or off.
 */
on: boolean, } | { "act": "breaker", 
/**
 * `caller->callee`.
 */
edge: string, 
/**
 * Open (true) or closed (false).
 */
open: boolean, } | { "act": "fallback", 
/**
 * `caller->callee`.
 */
edge: string, 
/**
 * On or off.
 */
on: boolean, } | { "act": "disable", 
/**
 * Component id.
 */
on: string, 
/**
 * Off (true) or on again (false).
 */
off: boolean, } | { "act": "restart_workers", 
/**
 * Worker id.
 */
on: string, } | { "act": "retry_tasks", 
/**
 * Queue id.
 */
queue: string, } | { "act": "purge_queue", 
/**
 * Queue id.
 */
queue: string, } | { "act": "kill_connections", 
/**
 * Database id.
 */
database: string, } | { "act": "kill_queries", 
/**
 * Database id.
 */
database: string, } | { "act": "fail_over", 
/**
 * Database id.
 */
database: string, } | { "act": "move_tasks", 
/**
 * Queue id.
 */
queue: string, 
/**
 * Queue they go to.
 */
to: string, } | { "act": "shed_traffic", 
/**
 * Share let in, 0 to 1; 1 ends it.
 */
keep: number, } | { "act": "flush_cache", 
/**
 * Cache id.
 */
cache: string, } | { "act": "warm_cache", 
/**
 * Cache id.
 */
cache: string, } | { "act": "renew_certificate", 
/**
 * Component or edge whose certificate it is.
 */
on: string, } | { "act": "free_disk", 
/**
 * Database id.
 */
on: string, } | { "act": "set_alert", 
/**
 * Rule name.
 */
alert: string, 
/**
 * An expression with one comparison.
 */
when: string, 
/**
 * How long it must hold, seconds.
 */
for_s: number, } | { "act": "health_check", 
/**
 * Component id.
 */
on: string, } | { "act": "pipeline_check" } | { "act": "smoke_test" };

/**
 * What an act will do and how long it takes, said before it is done.
 */
export type ActEstimate = { 
/**
 * Until it is complete, milliseconds.
 */
takes_ms: number, 
/**
 * E.g. "api v214 → v213, one replica at a time".
 */
says: string, };

/**
 * One thing that will change.
 */
export type ActionItem = { 
/**
 * Verb first. Inline Markdown.
 */
title: string, 
/**
 * Who will see to it; `None` shows as "not assigned". Plain text.
 */
owner: string | null, 
/**
 * `YYYY-MM-DD`; `None` shows as "no date".
 */
due: string | null, 
/**
 * What it does to the next outage.
 */
kind: ActionKind, 
/**
 * Which of the three it changes, if any.
 */
changes: Change | null, };

/**
 * What an action item does to the next outage.
 */
export type ActionKind = "prevent" | "mitigate" | "detect" | "process";

/**
 * A firing or past alert.
 */
export type AlertView = { 
/**
 * Rule name.
 */
name: string, 
/**
 * In words.
 */
title: string, 
/**
 * Component.
 */
component: string, 
/**
 * How loud.
 */
severity: Level, 
/**
 * Since.
 */
fired_ms: number, 
/**
 * Until; None: still firing.
 */
resolved_ms: number | null, 
/**
 * Role that has it.
 */
acknowledged_by: string | null, };

/**
 * How a wrong hypothesis leads the team.
 */
export type Astray = "confirmed" | "gaining";

/**
 * A bar of a lane.
 */
export type Bar = { 
/**
 * From.
 */
from_ms: number, 
/**
 * To; None: until now, or an instant.
 */
to_ms: number | null, 
/**
 * Goes on.
 */
open: boolean, 
/**
 * Few words.
 */
label: string, 
/**
 * All words.
 */
title: string, 
/**
 * Look.
 */
tone: Tone, 
/**
 * Inject it stands for.
 */
inject: string | null, 
/**
 * It can be moved.
 */
movable: boolean, 
/**
 * An inject that waits, at the time at which it would come: for what. None: it does not wait.
 */
waits: string | null, };

/**
 * What a bar means is told by its shape.
 */
export type BarKind = "given" | "overdue";

/**
 * What a line does with a hypothesis.
 */
export type Bears = "weighs" | "supports" | "against";

/**
 * A hypothesis, or a cause nobody has written down.
 */
export type BeliefRow = { 
/**
 * Its number; None: nobody suspects it.
 */
number: number | null, 
/**
 * The words.
 */
text: string, 
/**
 * Role.
 */
role: string | null, 
/**
 * When.
 */
at_ms: number | null, 
/**
 * The team's verdict.
 */
verdict: Verdict | null, 
/**
 * What speaks for it, in the order in which it came; what was kept says where it was seen.
 */
supports: Array<string>, 
/**
 * What speaks against it.
 */
against: Array<string>, 
/**
 * The facilitator's ruling.
 */
truth: Ruling, 
/**
 * It is wrong and leads them astray: how.
 */
astray: Astray | null, };

/**
 * A key and values of it.
 */
export type Beside = { 
/**
 * The other key.
 */
key: string, 
/**
 * Values with which this one means something.
 */
values: Array<string>, };

/**
 * A scenario that cannot be played.
 */
export type BrokenScenario = { 
/**
 * Folder.
 */
id: string, 
/**
 * All problems, rendered with place and remedy.
 */
problems: Array<string>, };

/**
 * Everything a facilitator's surface can ask.
 */
export type Call = { "call": "library" } | { "call": "scenario", 
/**
 * Its id.
 */
id: string, } | { "call": "create", 
/**
 * Scenario id.
 */
scenario: string, 
/**
 * Team name.
 */
team: string, 
/**
 * None: the scenario's.
 */
seed: number | null, 
/**
 * Time box in minutes; None: the scenario's length.
 */
minutes: number | null, 
/**
 * Role id and person, as many as there are.
 */
people: Array<[string, string]>, } | { "call": "open", 
/**
 * Drill id.
 */
drill: string, } | { "call": "editor", 
/**
 * What is asked.
 */
ask: EditorCall, } | { "call": "take_in", 
/**
 * The file; None: ask, where somebody can be asked.
 */
path: string | null, } | { "call": "close" } | { "call": "command", 
/**
 * What.
 */
command: Command, } | { "call": "foresee", 
/**
 * The command.
 */
command: Command, } | { "call": "estimate", 
/**
 * The act.
 */
act: Act, } | { "call": "logs", 
/**
 * Words, "phrases", -not, service: level: req: /regex/.
 */
query: string, 
/**
 * From, milliseconds.
 */
from_ms: number, 
/**
 * To, milliseconds.
 */
to_ms: number, 
/**
 * Continue before this line index; None: newest.
 */
before: number | null, 
/**
 * At most so many, 500 at most.
 */
limit: number, } | { "call": "traces", 
/**
 * What is looked for.
 */
filter: TraceFilter, 
/**
 * From, milliseconds.
 */
from_ms: number, 
/**
 * To, milliseconds.
 */
to_ms: number, 
/**
 * Continue behind this request id; None: newest.
 */
before: string | null, 
/**
 * At most so many, 500 at most.
 */
limit: number, } | { "call": "trace", 
/**
 * Request id, as logs write it.
 */
req: string, } | { "call": "page", 
/**
 * Which.
 */
page: Page, 
/**
 * Component or playbook.
 */
on: string | null, } | { "call": "vocabulary" } | { "call": "export", 
/**
 * As what.
 */
format: Format, 
/**
 * Paper, for PDF.
 */
paper: PaperSize, 
/**
 * Target file; None: ask, or the default folder where nobody can be asked.
 */
path: string | null, } | { "call": "postmortem", 
/**
 * As it was in this version; None: as it stands.
 */
version: number | null, } | { "call": "preview", 
/**
 * Which.
 */
field: Field, 
/**
 * Its text.
 */
text: string, } | { "call": "hot_wash", 
/**
 * Open or close.
 */
open: boolean, } | { "call": "wash", 
/**
 * To this drill time, milliseconds.
 */
at_ms: number, 
/**
 * Drill seconds per wall second, 1 to 60; 0: it stands.
 */
speed: number, } | { "call": "networks" } | { "call": "joining", 
/**
 * Address of the network to listen on; None: joining is off.
 */
network: string | null, } | { "call": "pre_flight", 
/**
 * Scenario that is to be played; None: the drill on the stage.
 */
scenario: string | null, } | { "call": "about" } | { "call": "diagnostics", 
/**
 * Sizes of the displays, pixels, as far as the page knows them; a window knows better.
 */
displays: Array<[number, number]>, } | { "call": "room_screen", 
/**
 * Open or close.
 */
open: boolean, };

/**
 * A graph's caption.
 */
export type CaptionView = { 
/**
 * Id of the panel.
 */
graph: string, 
/**
 * The graph's title.
 */
title: string, 
/**
 * What to see in it.
 */
text: string, };

/**
 * What carries a fault, and so what takes it away.
 */
export type Carrier = { "kind": "version", 
/**
 * Service or worker id.
 */
component: string, 
/**
 * Version id.
 */
version: string, } | { "kind": "process" } | { "kind": "config", 
/**
 * Configuration key or flag id.
 */
key: string, } | { "kind": "data" } | { "kind": "outside" };

/**
 * Which of the three things a drill is meant to improve.
 */
export type Change = "threshold" | "playbook" | "observability";

/**
 * Where a line of the channel comes from.
 */
export type ChannelKind = "team" | "outside" | "hint";

/**
 * A line of the channel.
 */
export type ChannelRow = { 
/**
 * Number of the event.
 */
event: number, 
/**
 * When.
 */
at_ms: number, 
/**
 * Where from.
 */
kind: ChannelKind, 
/**
 * Person, role or outside voice.
 */
from: string, 
/**
 * "room", a role's short name, or an outside voice.
 */
to: string, 
/**
 * How it came: "chat", "phone", "pager" …
 */
channel: string, 
/**
 * The words.
 */
text: string, 
/**
 * Number of the message, where it is one that can be answered.
 */
number: number | null, 
/**
 * An answer is expected and has not come.
 */
waits: boolean, 
/**
 * Taken back.
 */
retracted: boolean, };

/**
 * A numbered vertical mark; the number is explained in a table beside the charts.
 */
export type ChartMark = { 
/**
 * Seconds since STARTEX.
 */
at_s: number, 
/**
 * What it marks.
 */
kind: MarkKind, 
/**
 * Its number.
 */
number: number, };

/**
 * States of the clock.
 */
export type ClockState = "ready" | "running" | "paused" | "emergency" | "ended";

/**
 * Where the clock stands.
 */
export type ClockView = { 
/**
 * State.
 */
state: ClockState, 
/**
 * Drill time.
 */
at_ms: number, 
/**
 * Incident clock, e.g. `03:14:32`.
 */
clock: string, 
/**
 * Drill seconds per wall second.
 */
speed: number, 
/**
 * Wall time spent paused, in all.
 */
paused_ms: number, 
/**
 * Incident clock at STARTEX, seconds of the day.
 */
starts_s: number, 
/**
 * Planned end.
 */
length_ms: number, 
/**
 * STARTEX was called.
 */
started: boolean, };

/**
 * A request, judged by [`crate::decide`].
 */
export type Command = { "do": "assign", 
/**
 * Role id.
 */
role: string, 
/**
 * Name as they want to be called.
 */
person: string, } | { "do": "unassign", 
/**
 * Role id.
 */
role: string, 
/**
 * Name.
 */
person: string, } | { "do": "hand_over", 
/**
 * Role id.
 */
role: string, 
/**
 * Who leaves.
 */
from: string, 
/**
 * Who takes it.
 */
to: string, 
/**
 * What the next one has to know.
 */
note: string, } | { "do": "rename", 
/**
 * Name now.
 */
from: string, 
/**
 * New name.
 */
to: string, } | { "do": "move_person", 
/**
 * Name.
 */
person: string, 
/**
 * Role id; None: out of every role, to wait for one.
 */
role: string | null, } | { "do": "remove", 
/**
 * Name.
 */
person: string, } | { "do": "drop_desks" } | { "do": "open_role", 
/**
 * Role id.
 */
role: string, 
/**
 * It may.
 */
open: boolean, } | { "do": "start" } | { "do": "pause" } | { "do": "resume" } | { "do": "speed", 
/**
 * The factor.
 */
factor: number, } | { "do": "jump", 
/**
 * So long, milliseconds; None: until the next inject that comes by itself.
 */
by_ms: number | null, } | { "do": "emergency" } | { "do": "end" } | { "do": "fire", 
/**
 * Inject id.
 */
inject: string, } | { "do": "hold", 
/**
 * Inject id.
 */
inject: string, } | { "do": "release", 
/**
 * Inject id.
 */
inject: string, } | { "do": "skip", 
/**
 * Inject id.
 */
inject: string, } | { "do": "restore", 
/**
 * Inject id.
 */
inject: string, } | { "do": "move", 
/**
 * Inject id.
 */
inject: string, 
/**
 * New time, milliseconds from STARTEX.
 */
at_ms: number, } | { "do": "slide", 
/**
 * By how much, milliseconds; negative is earlier (not before now).
 */
by_ms: number, 
/**
 * Only this inject and those that come after it; None: all.
 */
from: string | null, } | { "do": "fit", 
/**
 * The new end, milliseconds from STARTEX.
 */
length_ms: number, } | { "do": "duplicate", 
/**
 * Inject id.
 */
inject: string, } | { "do": "undo", 
/**
 * Inject id.
 */
inject: string, } | { "do": "add_inject", 
/**
 * Title for the run sheet.
 */
title: string, 
/**
 * When, milliseconds from STARTEX; None: into the tray.
 */
at_ms: number | null, 
/**
 * Fault it starts.
 */
fault: Fault | null, 
/**
 * Message it delivers.
 */
message: Message | null, } | { "do": "start_fault", 
/**
 * The fault.
 */
fault: Fault, } | { "do": "stop_fault", 
/**
 * Number of the fault.
 */
fault: number, } | { "do": "log", 
/**
 * Role id.
 */
role: string, 
/**
 * Which of those who share the role; None: not said.
 */
person: string | null, 
/**
 * What they did.
 */
deed: Deed, } | { "do": "rule", 
/**
 * Its number, from 1.
 */
hypothesis: number, 
/**
 * The ruling.
 */
truth: Ruling, } | { "do": "answer", 
/**
 * Number of the question, from 1.
 */
question: number, 
/**
 * What it says.
 */
text: string, 
/**
 * Scripted answer that it is, or was made from.
 */
script: string | null, 
/**
 * Whether it is so; None: the facilitator does not say.
 */
right: boolean | null, } | { "do": "hold_answer", 
/**
 * Number of the question, from 1.
 */
question: number, } | { "do": "hint", 
/**
 * Expectation id.
 */
expectation: string, } | { "do": "write", 
/**
 * The edits, in order; 1,000 at the most.
 */
edits: Array<Edit>, } | { "do": "keep_version", 
/**
 * Why, in a few words.
 */
says: string, } | { "do": "restore_version", 
/**
 * Its number, from 1.
 */
version: number, } | { "do": "file", 
/**
 * Where.
 */
status: Status, } | { "do": "survey", 
/**
 * Role id; None: without a name.
 */
role: string | null, 
/**
 * The answer.
 */
survey: Survey, } | { "do": "reveal" } | { "do": "observe", 
/**
 * The words.
 */
text: string, 
/**
 * Good, bad or lucky.
 */
mark: Mark | null, 
/**
 * The moment it is about, milliseconds from STARTEX; None: now.
 */
at_ms: number | null, 
/**
 * Observer who saw it; None: the facilitator.
 */
by: string | null, } | { "do": "set_aside", 
/**
 * Id of the need.
 */
need: string, };

/**
 * What kind of thing a component is.
 */
export type ComponentKind = "browser" | "service" | "database" | "cache" | "queue" | "worker" | "model" | "external";

/**
 * One box of the map.
 */
export type ComponentView = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind.
 */
kind: ComponentKind, 
/**
 * Column of the map, from 0 (browsers) to the right.
 */
column: number, 
/**
 * Row within the column.
 */
row: number, 
/**
 * How it stands.
 */
tone: Tone, 
/**
 * E.g. "31 % 5xx · 8.2 s"; begins with "not seen since 03:12" when no metric of it arrives.
 */
says: string, 
/**
 * Running versions, e.g. "v214 ×3, v213 ×1".
 */
version: string | null, 
/**
 * Switched off by an act.
 */
off: boolean, };

/**
 * The console.
 */
export type ConsoleView = { 
/**
 * Which drill.
 */
drill: DrillHead, 
/**
 * The clock.
 */
clock: ClockView, 
/**
 * The incident.
 */
incident: IncidentView, 
/**
 * Run sheet: fired ones first in order of firing, then by time, then those that wait for
 * something. The tray is apart.
 */
run_sheet: Array<InjectRow>, 
/**
 * Injects off the timeline.
 */
tray: Array<InjectRow>, 
/**
 * Id of the inject that comes next.
 */
next: string | null, 
/**
 * The system and what is really broken.
 */
system: SystemView, 
/**
 * All graphs, key ones first.
 */
panels: Array<PanelView>, 
/**
 * Marks for the graphs.
 */
marks: Array<MarkView>, 
/**
 * Alerts, firing ones first, newest first.
 */
alerts: Array<AlertView>, 
/**
 * The role board.
 */
roles: Array<RoleRow>, 
/**
 * How to join; None: joining is off.
 */
joining: JoiningView | null, 
/**
 * Who has a desk of their own, in the order they joined.
 */
desks: Array<DeskSeat>, 
/**
 * What was turned away at the door: when by the wall clock, and what. Newest first.
 */
turned_away: Array<[string, string]>, 
/**
 * Questions to the assistant, those that wait first, then the newest first.
 */
questions: Array<QuestionRow>, 
/**
 * What needs the facilitator, most urgent first.
 */
needs: Array<NeedRow>, 
/**
 * What was done, newest first, 200 at most.
 */
feed: Array<FeedRow>, 
/**
 * What the team believes, newest first, and causes nobody suspects.
 */
beliefs: Array<BeliefRow>, 
/**
 * What has been looked at, and by whom.
 */
coverage: CoverageView, 
/**
 * Notes, newest first.
 */
notes: Array<NoteRow>, 
/**
 * Expected actions.
 */
expectations: Array<ExpectationRow>, 
/**
 * Messages from outside, newest first.
 */
messages: Array<MessageRow>, 
/**
 * Status updates, newest first.
 */
updates: Array<UpdateView>, 
/**
 * The timeline's lanes.
 */
lanes: Array<Lane>, 
/**
 * Key times reached so far, and those not yet.
 */
key_times: Array<KeyTime>, 
/**
 * TTD, TTA, TTI, TTM and TTR.
 */
spans: Array<Span>, 
/**
 * The hot wash, while it is open.
 */
hot_wash: HotWashView | null, 
/**
 * Where the postmortem stands.
 */
writing: WritingView, 
/**
 * What came of a file that was opened from outside the console.
 */
told: Told | null, };

/**
 * A page or component, and who looked at it.
 */
export type CoverageRow = { 
/**
 * Component id; the page's name for pages.
 */
id: string, 
/**
 * The page; None: a component.
 */
page: Page | null, 
/**
 * In words.
 */
title: string, 
/**
 * What is broken there now, in words; None: nothing.
 */
faulty: string | null, 
/**
 * For each role in order; None: never looked.
 */
looks: Array<LookCell | null>, };

/**
 * What has been looked at, and by whom.
 */
export type CoverageView = { 
/**
 * Roles' short names: the columns.
 */
roles: Array<string>, 
/**
 * Pages, in the order of the desk.
 */
pages: Array<CoverageRow>, 
/**
 * Components, in the system's order.
 */
components: Array<CoverageRow>, };

/**
 * Something a participant does.
 */
export type Deed = { "deed": "look", 
/**
 * Which page.
 */
page: Page, 
/**
 * Component, alert, playbook or deploy looked at, if one.
 */
on: string | null, 
/**
 * What was searched for, if anything.
 */
query: string | null, } | { "deed": "acknowledge", 
/**
 * Alert name.
 */
alert: string, } | { "deed": "hypothesis", 
/**
 * In their words.
 */
text: string, } | { "deed": "judge", 
/**
 * Its number, from 1.
 */
hypothesis: number, 
/**
 * Confirmed or refuted.
 */
verdict: Verdict, 
/**
 * Because of what.
 */
evidence: string, } | { "deed": "system", 
/**
 * The act.
 */
act: Act, } | { "deed": "severity", 
/**
 * 1 (worst) to 5.
 */
level: number, } | { "deed": "state", 
/**
 * The new state.
 */
state: IncidentState, } | { "deed": "status_update", 
/**
 * Who is affected and how. May be empty, and is then found in the review.
 */
impact: string, 
/**
 * What the team does about it.
 */
doing: string, 
/**
 * Minutes until the next update, if promised.
 */
next_in_min: number | null, } | { "deed": "notice", 
/**
 * What users read.
 */
text: string, } | { "deed": "say", 
/**
 * Role id, stakeholder, or "room".
 */
to: string, 
/**
 * The words.
 */
text: string, 
/**
 * Number of the message this answers, if one.
 */
answers: number | null, } | { "deed": "decision", 
/**
 * What was decided.
 */
text: string, } | { "deed": "note", 
/**
 * The words.
 */
text: string, 
/**
 * Good, bad or lucky, when it is meant for the hot wash.
 */
mark: Mark | null, } | { "deed": "tick", 
/**
 * Its index, from 0.
 */
item: number, } | { "deed": "pin", 
/**
 * Page it was seen on.
 */
page: Page, 
/**
 * Component, graph or playbook it was seen of, if one.
 */
on: string | null, 
/**
 * What was seen: the log line, the figure, in words.
 */
what: string, 
/**
 * Number of the hypothesis it speaks to, from 1.
 */
hypothesis: number | null, 
/**
 * It speaks against it.
 */
against: boolean, } | { "deed": "ask", 
/**
 * The question.
 */
question: string, } | { "deed": "verify", 
/**
 * Number of the question, from 1.
 */
question: number, 
/**
 * It holds.
 */
holds: boolean, 
/**
 * Because of what.
 */
evidence: string, };

/**
 * The kind of a deed, as scenarios name it (`act = "roll-back"`).
 */
export type DeedKind = "look" | "acknowledge" | "hypothesis" | "judge" | "severity" | "state" | "status-update" | "notice" | "say" | "decision" | "note" | "tick" | "pin" | "ask" | "verify" | "roll-back" | "deploy" | "restart" | "scale" | "set-config" | "flag" | "breaker" | "fallback" | "disable" | "restart-workers" | "retry-tasks" | "purge-queue" | "kill-connections" | "kill-queries" | "fail-over" | "move-tasks" | "shed-traffic" | "flush-cache" | "warm-cache" | "renew-certificate" | "free-disk" | "set-alert" | "health-check" | "pipeline-check" | "smoke-test";

/**
 * Everything a desk can ask. `role` is the one of their roles that they do it in.
 */
export type DeskCall = { "call": "take", 
/**
 * Role id.
 */
role: string, } | { "call": "do", 
/**
 * Role id.
 */
role: string, 
/**
 * What.
 */
deed: Deed, } | { "call": "estimate", 
/**
 * Role id.
 */
role: string, 
/**
 * The act.
 */
act: Act, } | { "call": "logs", 
/**
 * Role id.
 */
role: string, 
/**
 * The same search once more, for what is new: no new look.
 */
again: boolean, 
/**
 * Words, "phrases", -not, service: level: req: /regex/.
 */
query: string, 
/**
 * From, milliseconds.
 */
from_ms: number, 
/**
 * To, milliseconds.
 */
to_ms: number, 
/**
 * Continue before this line index; None: newest.
 */
before: number | null, 
/**
 * At most so many, 500 at most.
 */
limit: number, } | { "call": "traces", 
/**
 * Role id.
 */
role: string, 
/**
 * The same search once more, for what is new: no new look.
 */
again: boolean, 
/**
 * What is looked for.
 */
filter: TraceFilter, 
/**
 * From, milliseconds.
 */
from_ms: number, 
/**
 * To, milliseconds.
 */
to_ms: number, 
/**
 * Continue behind this request id; None: newest.
 */
before: string | null, 
/**
 * At most so many, 500 at most.
 */
limit: number, } | { "call": "trace", 
/**
 * Role id.
 */
role: string, 
/**
 * Request id, as logs write it.
 */
req: string, } | { "call": "page", 
/**
 * Role id.
 */
role: string, 
/**
 * The page stays open and asks for what is new: no new look.
 */
again: boolean, 
/**
 * Which.
 */
page: Page, 
/**
 * Playbook; None: all of the page.
 */
on: string | null, } | { "call": "vocabulary" } | { "call": "survey", 
/**
 * Without their name: the words are kept, and when they came; not who wrote them.
 */
anonymous: boolean, 
/**
 * The answer.
 */
survey: Survey, } | { "call": "watch", 
/**
 * They are.
 */
graphs: boolean, };

/**
 * What desks get, the newest only.
 */
export type DeskPush = { "push": "seat", 
/**
 * The seat.
 */
seat: SeatView, } | { "push": "desk", 
/**
 * The view.
 */
view: DeskView, } | { "push": "clock", 
/**
 * The clock.
 */
clock: ClockView, } | { "push": "graphs", 
/**
 * Key ones first.
 */
panels: Array<PanelView>, };

/**
 * What a desk's call comes back with.
 */
export type DeskReply = { "reply": "done" } | { "reply": "refused", 
/**
 * Why.
 */
refusal: Refusal, } | { "reply": "estimate", 
/**
 * The estimate.
 */
estimate: ActEstimate, } | { "reply": "logs", 
/**
 * The page.
 */
page: LogPage, } | { "reply": "traces", 
/**
 * The page.
 */
page: TracePage, } | { "reply": "trace", 
/**
 * The trace; None: it was not kept.
 */
trace: TraceView | null, } | { "reply": "page", 
/**
 * The page.
 */
page: PageView, } | { "reply": "vocabulary", 
/**
 * The vocabulary. Voices are those who have spoken.
 */
vocabulary: Vocabulary, };

/**
 * A line of the team's timeline.
 */
export type DeskRow = { 
/**
 * Number of the event.
 */
event: number, 
/**
 * When.
 */
at_ms: number, 
/**
 * Role's short name; "System" for alerts, "Facilitator" for STARTEX and ENDEX.
 */
who: string, 
/**
 * Person, where known.
 */
person: string | null, 
/**
 * Verb.
 */
did: string, 
/**
 * Object.
 */
what: string, 
/**
 * What it looks like.
 */
kind: FeedKind, 
/**
 * For acts and checks: how it came out; None: under way.
 */
ok: boolean | null, 
/**
 * For acts and checks: what is expected of it, or what came of it.
 */
outcome: string | null, };

/**
 * A desk of somebody's own.
 */
export type DeskSeat = { 
/**
 * Name.
 */
person: string, 
/**
 * Role ids; empty: they wait for one.
 */
roles: Array<string>, 
/**
 * A browser is connected.
 */
connected: boolean, 
/**
 * What they did last, in words.
 */
last: string | null, 
/**
 * When.
 */
last_ms: number | null, };

/**
 * The incident, as some roles see it.
 */
export type DeskView = { 
/**
 * Title of the scenario.
 */
title: string, 
/**
 * Team.
 */
team: string, 
/**
 * What is done is in memory only: the disk does not take it.
 */
unsaved: boolean, 
/**
 * The clock.
 */
clock: ClockView, 
/**
 * The incident.
 */
incident: IncidentView, 
/**
 * Alerts, firing ones first.
 */
alerts: Array<AlertView>, 
/**
 * The role strip.
 */
roles: Array<RoleView>, 
/**
 * Their checklists: role's short name, and lines with whether they are ticked.
 */
checklists: Array<[string, Array<[string, boolean]>]>, 
/**
 * The room channel and what is said to their roles, newest first, 100 at most.
 */
channel: Array<ChannelRow>, 
/**
 * Hypotheses, newest first.
 */
hypotheses: Array<HypothesisRow>, 
/**
 * Evidence kept, newest first, 100 at most.
 */
pins: Array<PinRow>, 
/**
 * What the team did and the system told, newest first, 120 at most. Looks are not in it.
 */
timeline: Array<DeskRow>, 
/**
 * Status updates, newest first.
 */
updates: Array<UpdateView>, 
/**
 * The last notice to users, and when it was put up.
 */
notice: [string, number] | null, 
/**
 * Questions to the assistant, newest first.
 */
questions: Array<QuestionView>, };

/**
 * What a document is made of.
 */
export type DocBlock = { "block": "title", "is": { 
/**
 * Above.
 */
kicker: string, 
/**
 * The title.
 */
text: string, 
/**
 * Below.
 */
subtitle: string, } } | { "block": "heading", "is": { 
/**
 * 1 to 3.
 */
level: number, 
/**
 * What links point at.
 */
id: string, 
/**
 * Its words.
 */
text: string, } } | { "block": "paragraph", "is": Array<DocSpan> } | { "block": "note", "is": Array<DocSpan> } | { "block": "list", "is": { 
/**
 * The first number of a numbered list.
 */
start: number | null, 
/**
 * Its items.
 */
items: Array<Array<DocBlock>>, } } | { "block": "quote", "is": Array<DocBlock> } | { "block": "code", "is": string } | { "block": "table", "is": DocTable } | { "block": "key_value", "is": Array<[string, Array<DocSpan>]> } | { "block": "tiles", "is": Array<DocTile> } | { "block": "chart", "is": DocChart } | { "block": "lanes", "is": DocLanes } | { "block": "contents" } | { "block": "page_break" };

/**
 * One series over time.
 */
export type DocChart = { 
/**
 * What it shows.
 */
title: string, 
/**
 * For example `%`; may be empty.
 */
unit: string, 
/**
 * The first value's instant, seconds since STARTEX.
 */
t0_s: number, 
/**
 * Seconds between values.
 */
step_s: number, 
/**
 * None is a gap.
 */
values: Array<number | null>, 
/**
 * Drawn dashed.
 */
threshold: number | null, 
/**
 * What explains it.
 */
marks: Array<ChartMark>, 
/**
 * The incident clock at second zero.
 */
starts_s_of_day: number, 
/**
 * The chart in words, for those who do not see it.
 */
alt: string, };

/**
 * A table's column.
 */
export type DocColumn = { 
/**
 * What the header says.
 */
head: string, 
/**
 * How wide.
 */
width: Width, 
/**
 * Set to the right, as figures are.
 */
right: boolean, };

/**
 * A lane.
 */
export type DocLane = { 
/**
 * What happens in it.
 */
label: string, 
/**
 * Stretches of time.
 */
bars: Array<LaneBar>, 
/**
 * Instants.
 */
points: Array<LanePoint>, };

/**
 * What happened in parallel, each in its own lane over one axis of time.
 */
export type DocLanes = { 
/**
 * What it shows.
 */
title: string, 
/**
 * The axis begins, seconds since STARTEX.
 */
from_s: number, 
/**
 * The axis ends.
 */
to_s: number, 
/**
 * From top to bottom.
 */
lanes: Array<DocLane>, 
/**
 * Lines across all lanes, with a word above each.
 */
rules: Array<LaneRule>, 
/**
 * The incident clock at second zero.
 */
starts_s_of_day: number, 
/**
 * The same in words, for those who cannot see it.
 */
alt: string, };

/**
 * Where a link leads.
 */
export type DocLink = { "to": "inside", "at": string } | { "to": "url", "at": string };

/**
 * A table's row.
 */
export type DocRow = { 
/**
 * Its cells; missing ones are empty.
 */
cells: Array<Array<DocSpan>>, 
/**
 * What links to this row point at.
 */
id: string | null, 
/**
 * A bar and a tint for rows that matter.
 */
tone: Ink, };

/**
 * A stretch of text in one style.
 */
export type DocSpan = { 
/**
 * The text; `\n` breaks the line.
 */
text: string, 
/**
 * Strong.
 */
bold: boolean, 
/**
 * Emphasised.
 */
italic: boolean, 
/**
 * In a fixed pitch.
 */
code: boolean, 
/**
 * Its colour.
 */
tone: Ink, 
/**
 * Where it leads.
 */
link: DocLink | null, };

/**
 * A table.
 */
export type DocTable = { 
/**
 * Its columns.
 */
columns: Array<DocColumn>, 
/**
 * Its rows, without the header.
 */
rows: Array<DocRow>, };

/**
 * A figure with its label.
 */
export type DocTile = { 
/**
 * What it is.
 */
label: string, 
/**
 * The figure.
 */
value: string, 
/**
 * A line below.
 */
note: string, 
/**
 * Its colour.
 */
tone: Ink, };

/**
 * A recorded drill.
 */
export type DrillCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Scenario title.
 */
title: string, 
/**
 * Team.
 */
team: string, 
/**
 * The team's how manieth.
 */
number: number, 
/**
 * Made at, wall clock, `2026-11-24 19:04`.
 */
made: string, 
/**
 * State of its clock.
 */
state: ClockState, 
/**
 * Drill time it stands at.
 */
at_ms: number, 
/**
 * Seed.
 */
seed: number, };

/**
 * Which drill is on the stage.
 */
export type DrillHead = { 
/**
 * Id.
 */
id: string, 
/**
 * The team's how manieth.
 */
number: number, 
/**
 * Scenario title.
 */
title: string, 
/**
 * Scenario id.
 */
scenario: string, 
/**
 * Team.
 */
team: string, 
/**
 * Seed.
 */
seed: number, 
/**
 * None: everything is on disk. Otherwise why not, in words.
 */
unsaved: string | null, 
/**
 * None: saving is quick. Otherwise how slow it was, in words.
 */
slow: string | null, };

/**
 * One arrow of the map.
 */
export type EdgeView = { 
/**
 * Caller.
 */
from: string, 
/**
 * Callee.
 */
to: string, 
/**
 * How it stands.
 */
tone: Tone, 
/**
 * Its breaker is open.
 */
breaker_open: boolean, 
/**
 * Cached answers are served.
 */
fallback_on: boolean, };

/**
 * One change of the postmortem.
 */
export type Edit = { "edit": "text", 
/**
 * Which.
 */
field: Field, 
/**
 * The text; None: as drafted.
 */
text: string | null, } | { "edit": "row", 
/**
 * Number of the event that it shows.
 */
event: number, 
/**
 * What is said about it; the default: nothing.
 */
row: RowEdit, } | { "edit": "caption", 
/**
 * Id of the panel.
 */
graph: string, 
/**
 * The text; None: none.
 */
text: string | null, } | { "edit": "action_items", 
/**
 * All of them, in order; None: as drafted.
 */
items: Array<ActionItem> | null, };

/**
 * A file.
 */
export type EditedFile = { 
/**
 * Path relative to the scenarios folder.
 */
path: string, 
/**
 * For people, e.g. "Briefing", "Team: good", "System: storefront".
 */
name: string, 
/**
 * What it is.
 */
kind: EditedKind, 
/**
 * Its text.
 */
text: string, 
/**
 * Mistakes in it.
 */
errors: number, 
/**
 * Warnings.
 */
warnings: number, 
/**
 * Other scenarios that read it too.
 */
shared_with: Array<string>, };

/**
 * Kinds of files.
 */
export type EditedKind = "scenario" | "briefing" | "facilitator" | "team" | "playbook" | "system";

/**
 * What an author asks.
 */
export type EditorCall = { "ask": "open", 
/**
 * Its id.
 */
scenario: string, } | { "ask": "change", 
/**
 * What.
 */
edits: Array<FileEdit>, 
/**
 * What it is, for undo, e.g. "move “Support: checkout is stuck”".
 */
says: string, } | { "ask": "remove", 
/**
 * Path relative to the scenarios folder.
 */
file: string, } | { "ask": "undo" } | { "ask": "redo" } | { "ask": "again" } | { "ask": "rehearse", 
/**
 * Name of a team; None: nobody does anything.
 */
team: string | null, 
/**
 * Time box in minutes; None: the scenario's length.
 */
minutes: number | null, } | { "ask": "make", 
/**
 * Title; its id is made from it.
 */
title: string, 
/**
 * System it plays on; of a copy, that of the original.
 */
system: string | null, 
/**
 * Scenario to copy; None: a small one that plays.
 */
from: string | null, } | { "ask": "pack", 
/**
 * Target file; None: ask, or the default folder where nobody can be asked.
 */
path: string | null, } | { "ask": "close" };

/**
 * What the editor comes back with.
 */
export type EditorReply = { "editor": "edited", 
/**
 * The scenario.
 */
view: EditorView, } | { "editor": "opened", 
/**
 * The scenario.
 */
view: EditorView, 
/**
 * What its tables ask for.
 */
forms: Array<Form>, } | { "editor": "rehearsed", 
/**
 * How it went.
 */
rehearsal: RehearsalView, } | { "editor": "packed", 
/**
 * Where it is.
 */
path: string, 
/**
 * Size of the file.
 */
bytes: number, } | { "editor": "closed" };

/**
 * A scenario that is being written.
 */
export type EditorView = { 
/**
 * Id: its folder's name.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Id of its system.
 */
system: string, 
/**
 * Where its folder is.
 */
folder: string, 
/**
 * All its files, the system's last.
 */
files: Array<EditedFile>, 
/**
 * What scenario.toml says; None: it does not read as TOML.
 */
says: Written | null, 
/**
 * Incident clock at STARTEX, seconds of the day.
 */
starts_s: number, 
/**
 * Planned length.
 */
length_ms: number, 
/**
 * The run sheet, in the order of the file.
 */
injects: Array<InjectMark>, 
/**
 * What is wrong and what is unwise, in the order of files and lines.
 */
problems: Array<Placed>, 
/**
 * The system, healthy, with the scenario's faults on it. None: the system does not read.
 */
map: SystemView | null, 
/**
 * What there is to choose from: by the name of a source, or `fault_on KIND`, `act_on ACT`,
 * `fault_only TARGET` where it depends on what stands beside it. Value, and what it says.
 */
choices: { [key in string]: Array<[string, string]> }, 
/**
 * What undo takes back.
 */
undo: string | null, 
/**
 * What redo makes again.
 */
redo: string | null, };

/**
 * What a fault does.
 */
export type Effect = { "kind": "pool_leak", 
/**
 * Share, 0 to 1.
 */
rate: number, } | { "kind": "down" } | { "kind": "slow", 
/**
 * Multiplier of service time.
 */
factor: number, } | { "kind": "errors", 
/**
 * Share, 0 to 1.
 */
ratio: number, } | { "kind": "hang", 
/**
 * Share, 0 to 1.
 */
ratio: number, } | { "kind": "surge", 
/**
 * Multiplier of the arrival rate.
 */
factor: number, } | { "kind": "garbage", 
/**
 * Share of wrong answers, 0 to 1.
 */
ratio: number, } | { "kind": "misconfigured", 
/**
 * The wrong value.
 */
value: number, } | { "kind": "n_plus_one", 
/**
 * Queries instead of one.
 */
queries: number, } | { "kind": "lock" } | { "kind": "replica_lag", 
/**
 * Share of its speed that is lost, 0 to 1.
 */
ratio: number, } | { "kind": "fail_over" } | { "kind": "cache_loss", 
/**
 * Share forgotten, 0 to 1.
 */
share: number, } | { "kind": "memory_leak", 
/**
 * Megabytes each.
 */
mb: number, } | { "kind": "poison", 
/**
 * Share, 0 to 1.
 */
ratio: number, } | { "kind": "misrouted", 
/**
 * Queue they end up in.
 */
to: string, } | { "kind": "delay", 
/**
 * Milliseconds.
 */
ms: number, } | { "kind": "loss", 
/**
 * Share, 0 to 1.
 */
ratio: number, } | { "kind": "certificate" } | { "kind": "no_address" } | { "kind": "disk_fill", 
/**
 * Megabytes a second.
 */
mb_per_s: number, } | { "kind": "blind" } | { "kind": "late", 
/**
 * How old, seconds.
 */
seconds: number, };

/**
 * Keys and values, in order.
 */
export type Entries = { [key in string]: Written };

/**
 * An expected action.
 */
export type ExpectationRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Role's short name.
 */
role: string, 
/**
 * Phase.
 */
phase: Phase, 
/**
 * Title.
 */
title: string, 
/**
 * Why it matters.
 */
why: string, 
/**
 * Deadline; None: what it counts from has not come.
 */
due_ms: number | null, 
/**
 * Met at.
 */
met_ms: number | null, 
/**
 * Who met it.
 */
met_by: string | null, 
/**
 * How it stands.
 */
standing: Standing, 
/**
 * Hint steps given, of all.
 */
hints: [number, number], 
/**
 * The step that would be given next.
 */
next_hint: string | null, };

/**
 * A fault. No remedy is hard-coded: an act helps as far as the carrier lets it.
 */
export type Fault = { 
/**
 * For the facilitator, e.g. "v214 leaks connections".
 */
title: string, 
/**
 * Component id, pool (`api.db`), edge (`api->payments`), configuration key, `traffic` or
 * `telemetry`.
 */
on: string, 
/**
 * Only this endpoint or task; None: all.
 */
only: string | null, 
/**
 * What it does.
 */
effect: Effect, 
/**
 * How its strength develops.
 */
shape: Shape, 
/**
 * Ends by itself after this many milliseconds; None: stays.
 */
for_ms: number | null, 
/**
 * What carries it.
 */
carried_by: Carrier, };

/**
 * A fault in the system.
 */
export type FaultRow = { 
/**
 * Number.
 */
id: number, 
/**
 * The fault.
 */
fault: Fault, 
/**
 * Component it is drawn on.
 */
component: string, 
/**
 * Short, e.g. "v214 leak".
 */
label: string, 
/**
 * In words.
 */
says: string, 
/**
 * Started at.
 */
at_ms: number, 
/**
 * Strength now, 0 to 1.
 */
strength: number, 
/**
 * Inject that started it.
 */
inject: string | null, };

/**
 * Kinds of feed lines.
 */
export type FeedKind = "look" | "think" | "act" | "check" | "talk" | "write" | "steer" | "system";

/**
 * A line of the actions feed.
 */
export type FeedRow = { 
/**
 * Number of the event.
 */
event: number, 
/**
 * When.
 */
at_ms: number, 
/**
 * Role's short name; "Facilitator" or "System" where it is not a role.
 */
who: string, 
/**
 * Person, if the role has exactly one.
 */
person: string | null, 
/**
 * Verb, e.g. "rolled back".
 */
did: string, 
/**
 * Object, e.g. "api v214 → v213".
 */
what: string, 
/**
 * What it looks like: a look, an act, talk, a note …
 */
kind: FeedKind, 
/**
 * Judgements, e.g. ("expected", good), ("no difference", warn).
 */
tags: Array<[string, Tone]>, 
/**
 * What came of it, for acts: "4 of 4 replicas on v213".
 */
outcome: string | null, 
/**
 * Hypothesis it is about, from 1, and how.
 */
about: About | null, };

/**
 * A field of the postmortem that people write in.
 */
export type Field = "incident" | "owner" | "facilitator" | "summary" | "impact" | "detection" | "earlier" | "halve" | "trigger" | "team_said" | "root_cause" | "contributing" | "timeline" | "response" | "mitigation" | "fix" | "validation" | "repair" | "communication" | "went_well" | "went_badly" | "lucky" | "lessons";

/**
 * A field.
 */
export type FieldView = { 
/**
 * Which.
 */
field: Field, 
/**
 * What it holds.
 */
holds: Holds, 
/**
 * What people call it.
 */
title: string, 
/**
 * Its text as it stands.
 */
text: string, 
/**
 * Its text as drafted from the record; may be empty.
 */
drafted: string, 
/**
 * Somebody wrote it.
 */
edited: boolean, };

/**
 * A change to one file.
 */
export type FileEdit = { 
/**
 * Path relative to the scenarios folder.
 */
file: string, 
/**
 * The change.
 */
edit: TextEdit, };

/**
 * What pre-flight looks at.
 */
export type FlightCheck = "journal" | "disk" | "scenario" | "roles" | "displays" | "joining";

/**
 * Something that should be ready before a drill.
 */
export type FlightRow = { 
/**
 * What.
 */
id: FlightCheck, 
/**
 * Good, warn or bad; info where nothing has to be done.
 */
tone: Tone, 
/**
 * How it stands, one sentence or two.
 */
says: string, };

/**
 * A kind of table.
 */
export type Form = { 
/**
 * Its name, e.g. "inject".
 */
id: string, 
/**
 * What one is, for messages: "an inject".
 */
what: string, 
/**
 * What it is for, one sentence.
 */
says: string, 
/**
 * Its keys, in the order in which they are written.
 */
keys: Array<Key>, };

/**
 * Export formats.
 */
export type Format = "pdf" | "markdown" | "json" | "csv" | "drill";

/**
 * What a field holds.
 */
export type Holds = "line" | "prose" | "list";

/**
 * The hot wash, and where it stands.
 */
export type HotWashView = { 
/**
 * Where it stands, drill time in milliseconds, at the moment it was sent.
 */
at_ms: number, 
/**
 * Drill seconds per wall second; 0: it stands.
 */
speed: number, 
/**
 * The truth has been shown to the room.
 */
revealed: boolean, 
/**
 * What there is to see. The same until something is added to the record.
 */
story: Story, };

/**
 * A hypothesis, as the team sees it.
 */
export type HypothesisRow = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * The words.
 */
text: string, 
/**
 * Role's short name.
 */
role: string, 
/**
 * When.
 */
at_ms: number, 
/**
 * The team's verdict.
 */
verdict: Verdict | null, 
/**
 * Evidence; what speaks against it begins with "against: ".
 */
evidence: Array<string>, };

/**
 * Where the incident stands, as the team says.
 */
export type IncidentState = "investigating" | "identified" | "mitigating" | "monitoring" | "resolved";

/**
 * How the incident stands, as the team has said.
 */
export type IncidentView = { 
/**
 * 1 to 5; None: not declared.
 */
severity: number | null, 
/**
 * Said by the team.
 */
state: IncidentState | null, 
/**
 * Impact in the words of the last status update.
 */
headline: string | null, 
/**
 * The last status update.
 */
last_update: UpdateView | null, 
/**
 * When the next one is due (promised, or by the norms); None: nothing declared yet.
 */
next_update_due_ms: number | null, };

/**
 * Where an inject is drawn.
 */
export type InjectLane = "clock" | "branch" | "contingency" | "tray";

/**
 * A line of the run sheet.
 */
export type InjectMark = { 
/**
 * Its place in the file, from 0.
 */
at: number, 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Where it is drawn.
 */
lane: InjectLane, 
/**
 * Its time on the clock; of one that waits for another inject, when that comes by the clock.
 */
at_ms: number | null, 
/**
 * When it comes, in words.
 */
when: string, 
/**
 * What it brings, in words.
 */
brings: string, 
/**
 * What its fault is on, a component of the map.
 */
on: string | null, 
/**
 * What it looks like: truth for a fault, info for a message, plain for a note.
 */
tone: Tone, 
/**
 * Mistakes and warnings in it: bad or warn.
 */
trouble: Tone | null, };

/**
 * One inject.
 */
export type InjectRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * State.
 */
state: InjectState, 
/**
 * Planned or fired time; None: waits for something, or in the tray.
 */
at_ms: number | null, 
/**
 * One that waits: when it would come as things stand; None: not foreseeable.
 */
would_ms: number | null, 
/**
 * What it waits for.
 */
trigger: Trigger, 
/**
 * The trigger in words, e.g. "60 s after roll back of api".
 */
when: string, 
/**
 * What it brings in words, e.g. "fault · pool leak on api.db, 0.4 %".
 */
brings: string, 
/**
 * Advice.
 */
note: string | null, 
/**
 * Message text, if any.
 */
message: string | null, 
/**
 * Number of the fault it started.
 */
fault: number | null, 
/**
 * Fired and can be undone.
 */
undoable: boolean, 
/**
 * It can be given another time, or a first one.
 */
movable: boolean, 
/**
 * Added by the facilitator.
 */
added: boolean, };

/**
 * States of an inject.
 */
export type InjectState = "planned" | "waiting" | "held" | "fired" | "skipped" | "undone" | "tray";

/**
 * What a colour means here. Never the only carrier of a meaning.
 */
export type Ink = "plain" | "muted" | "good" | "warn" | "bad" | "inject" | "alert" | "act" | "talk" | "think";

/**
 * How to join.
 */
export type JoiningView = { 
/**
 * Six letters.
 */
code: string, 
/**
 * What is typed into a browser, e.g. "192.168.1.5:3003".
 */
address: string, 
/**
 * The same with the code, as the QR has it.
 */
url: string, 
/**
 * Name of the network, e.g. "wlan0".
 */
network: string, 
/**
 * The QR, row by row, "1" where it is dark.
 */
qr: Array<string>, };

/**
 * A key of a table.
 */
export type Key = { 
/**
 * As it is written.
 */
name: string, 
/**
 * As a form calls it.
 */
title: string, 
/**
 * What it says, one sentence.
 */
says: string, 
/**
 * What stands behind it.
 */
value: Kind, 
/**
 * A table without it is a mistake; of a key beside another, where that one asks for it.
 */
needed: boolean, 
/**
 * Of all keys with the same word here, one stands in a table.
 */
either: string | null, 
/**
 * It means something beside this key only, when that has one of these values.
 */
beside: Beside | null, };

/**
 * One of the times t0 to t10.
 */
export type KeyTime = { 
/**
 * E.g. "t2".
 */
id: string, 
/**
 * E.g. "First alert".
 */
title: string, 
/**
 * When; None: not reached.
 */
at_ms: number | null, };

/**
 * What stands behind a key.
 */
export type Kind = { "kind": "text", 
/**
 * Most characters.
 */
most: number, } | { "kind": "word" } | { "kind": "prose", 
/**
 * Most characters.
 */
most: number, } | { "kind": "duration" } | { "kind": "time" } | { "kind": "clock" } | { "kind": "before" } | { "kind": "whole", 
/**
 * Least.
 */
least: number, 
/**
 * Most.
 */
most: number, } | { "kind": "number", 
/**
 * Least.
 */
least: number, 
/**
 * Most.
 */
most: number, } | { "kind": "truth" } | { "kind": "choice", 
/**
 * Of what.
 */
of: Source, } | { "kind": "texts", 
/**
 * Most characters of one.
 */
most: number, 
/**
 * Names of what, where they are names.
 */
of: Source | null, } | { "kind": "numbers" } | { "kind": "groups" } | { "kind": "table", 
/**
 * Which form.
 */
form: string, } | { "kind": "tables", 
/**
 * Which form.
 */
form: string, 
/**
 * The list belongs to the file and not to one line: `[[inject]]`.
 */
sections: boolean, } | { "kind": "named", 
/**
 * Which form.
 */
form: string, } | { "kind": "pairs" };

/**
 * A lane of the timeline.
 */
export type Lane = { 
/**
 * "Injects", "Alerts", or a role's short name.
 */
title: string, 
/**
 * Its bars in order of time.
 */
bars: Array<Bar>, };

/**
 * A stretch of time in a lane.
 */
export type LaneBar = { 
/**
 * From, seconds since STARTEX.
 */
from_s: number, 
/**
 * To.
 */
to_s: number, 
/**
 * What it is.
 */
kind: BarKind, 
/**
 * Upper (0) or lower (1) in the lane, for bars that overlap; none: in its middle.
 */
row: number | null, };

/**
 * An instant in a lane.
 */
export type LanePoint = { 
/**
 * Seconds since STARTEX.
 */
at_s: number, 
/**
 * What it is.
 */
kind: PointKind, 
/**
 * As for bars.
 */
row: number | null, };

/**
 * A line across all lanes.
 */
export type LaneRule = { 
/**
 * Seconds since STARTEX.
 */
at_s: number, 
/**
 * The word above it.
 */
label: string, 
/**
 * Solid; otherwise dotted.
 */
strong: boolean, };

/**
 * How loud an alert is.
 */
export type Level = "info" | "warning" | "critical";

/**
 * The first page of the console.
 */
export type LibraryView = { 
/**
 * Scenarios that check clean, by level and title.
 */
scenarios: Array<ScenarioCard>, 
/**
 * Scenarios that do not, with what is wrong.
 */
broken: Array<BrokenScenario>, 
/**
 * Drills, newest first.
 */
drills: Array<DrillCard>, 
/**
 * Where the journal is.
 */
journal: string, 
/**
 * Program version.
 */
version: string, 
/**
 * What was damaged in the journal since the program started, and what became of it, in words.
 */
salvaged: Array<string>, };

/**
 * Level of a line.
 */
export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * One page of matches.
 */
export type LogPage = { 
/**
 * Newest first.
 */
lines: Array<PagedLine>, 
/**
 * Matches in the whole range, whatever the page.
 */
matched: number, 
/**
 * Records in the range.
 */
scanned: number, 
/**
 * Matches per bin over the range, oldest first; [`BINS`] bins.
 */
histogram: Array<number>, 
/**
 * Width of a bin, milliseconds; at least 1. The last bins may reach past the range.
 */
bin_ms: number, };

/**
 * How a role has looked at something.
 */
export type LookCell = { 
/**
 * How often.
 */
times: number, 
/**
 * First at.
 */
first_ms: number, 
/**
 * Last at.
 */
last_ms: number, 
/**
 * Who, where known, in the order in which they first did.
 */
people: Array<string>, };

/**
 * For the hot wash.
 */
export type Mark = "good" | "bad" | "lucky";

/**
 * What a mark in a graph stands for.
 */
export type MarkKind = "inject" | "alert" | "act";

/**
 * A mark on graphs.
 */
export type MarkView = { 
/**
 * When.
 */
at_ms: number, 
/**
 * Inject (truth), alert (bad) or act (good).
 */
tone: Tone, 
/**
 * Few words.
 */
label: string, };

/**
 * Something somebody outside the team says.
 */
export type Message = { 
/**
 * Stakeholder, e.g. "Support lead".
 */
from: string, 
/**
 * Role id, or "room".
 */
to: string, 
/**
 * E.g. "chat", "phone", "mail", "social", "pager".
 */
channel: string, 
/**
 * The words.
 */
text: string, 
/**
 * An answer is expected.
 */
wants_answer: boolean, };

/**
 * A message from outside.
 */
export type MessageRow = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * When.
 */
at_ms: number, 
/**
 * From whom.
 */
from: string, 
/**
 * Role's short name, or "room".
 */
to: string, 
/**
 * How it came.
 */
channel: string, 
/**
 * The words.
 */
text: string, 
/**
 * An answer is expected.
 */
wants_answer: boolean, 
/**
 * Answered at.
 */
answered_ms: number | null, 
/**
 * Taken back.
 */
retracted: boolean, };

/**
 * What sort of moment it is.
 */
export type MomentKind = "key_time" | "fault" | "act" | "belief" | "missed" | "advice" | "note";

/**
 * A moment that decided something.
 */
export type MomentView = { 
/**
 * When.
 */
at_ms: number, 
/**
 * What sort.
 */
kind: MomentKind, 
/**
 * A few words.
 */
title: string, 
/**
 * For better (true) or worse, where that can be said.
 */
good: boolean | null, 
/**
 * The room does not have it before the truth is shown.
 */
hidden: boolean, };

/**
 * Where a command would move an inject.
 */
export type Move = { 
/**
 * Inject.
 */
inject: string, 
/**
 * It stands there.
 */
from_ms: number, 
/**
 * It would stand there.
 */
to_ms: number, };

/**
 * The answer to a need.
 */
export type NeedAnswer = { "kind": "hint", 
/**
 * Expectation id.
 */
expectation: string, 
/**
 * The step.
 */
step: string, } | { "kind": "assign", 
/**
 * Role id.
 */
role: string, } | { "kind": "fire", 
/**
 * Inject id.
 */
inject: string, } | { "kind": "rule", 
/**
 * Its number.
 */
hypothesis: number, } | { "kind": "question", 
/**
 * Its number.
 */
question: number, } | { "kind": "log", 
/**
 * Role id.
 */
role: string, 
/**
 * The kind of deed that is wanted.
 */
deed: DeedKind | null, } | { "kind": "look", 
/**
 * Which.
 */
page: Page, } | { "kind": "desk", 
/**
 * Name.
 */
person: string, } | { "kind": "tray" } | { "kind": "end" };

/**
 * Something that needs the facilitator.
 */
export type NeedRow = { 
/**
 * Stable id of the need.
 */
id: string, 
/**
 * How urgent.
 */
tone: Tone, 
/**
 * What, few words.
 */
title: string, 
/**
 * Why, one sentence.
 */
text: string, 
/**
 * What one key does about it.
 */
answer: NeedAnswer | null, };

/**
 * A network that desks can come from.
 */
export type NetworkView = { 
/**
 * This machine's address there.
 */
address: string, 
/**
 * Name of the interface.
 */
name: string, 
/**
 * Only programs on this machine are on it.
 */
loopback: boolean, };

/**
 * A note for the hot wash.
 */
export type NoteRow = { 
/**
 * Number of the event.
 */
event: number, 
/**
 * The moment it is about.
 */
at_ms: number, 
/**
 * Who noted it: an observer, a role's short name; None: the facilitator.
 */
by: string | null, 
/**
 * The words.
 */
text: string, 
/**
 * Good, bad or lucky.
 */
mark: Mark | null, };

/**
 * Pages one can look at.
 */
export type Page = "alerts" | "dashboards" | "logs" | "traces" | "deploys" | "database" | "ai_pipeline" | "web_console" | "playbooks";

/**
 * A page as a participant sees it.
 */
export type PageView = { 
/**
 * Which.
 */
page: Page, 
/**
 * Drill time it was taken at.
 */
at_ms: number, 
/**
 * Said above it when metrics that it shows are late or missing.
 */
note: string | null, 
/**
 * Alerts (alerts page).
 */
alerts: Array<AlertView>, 
/**
 * Graphs (dashboards; those of the part on others).
 */
panels: Array<PanelView>, 
/**
 * Tables (deploys, database, AI pipeline, web console).
 */
tables: Array<TableView>, 
/**
 * The site as its users see it (web console).
 */
screens: Array<ScreenView>, 
/**
 * Playbooks: id, title, Markdown.
 */
playbooks: Array<[string, string, string]>, };

/**
 * A line and its place in the store.
 */
export type PagedLine = { 
/**
 * Index in the store; give the smallest of a page as `before` for the next page.
 */
index: number, 
/**
 * Milliseconds from STARTEX.
 */
at_ms: number, 
/**
 * Level.
 */
level: LogLevel, 
/**
 * Component id.
 */
component: string, 
/**
 * Replica or slot, from 0.
 */
replica: number, 
/**
 * Request id, hex.
 */
req: string | null, 
/**
 * What the program wrote; several lines for a traceback.
 */
text: string, };

/**
 * A graph: one value per step, oldest first.
 */
export type PanelView = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Newest value that has arrived.
 */
value: number | null, 
/**
 * Nothing measured from this second on has arrived; `value`, if any, is of then. None: what
 * is shown is of now.
 */
missing_since_s: number | null, 
/**
 * How it stands.
 */
tone: Tone, 
/**
 * Warn beyond.
 */
warn: number | null, 
/**
 * Broken beyond.
 */
bad: number | null, 
/**
 * Small values are the bad ones.
 */
low_is_bad: boolean, 
/**
 * One of the four.
 */
key: boolean, 
/**
 * Time of the first value, seconds.
 */
from_s: number, 
/**
 * Seconds between values.
 */
step_s: number, 
/**
 * Values; None where there is none.
 */
values: Array<number | null>, };

/**
 * Paper sizes.
 */
export type PaperSize = "a4" | "letter";

/**
 * Recognises a deed.
 */
export type Pattern = { 
/**
 * Its kind.
 */
act: DeedKind, 
/**
 * What it is done to; None: anything. For hypotheses a cause id, for `verify` an answer id.
 */
on: string | null, 
/**
 * The page looked at; None: any.
 */
page: Page | null, };

/**
 * The four phases.
 */
export type Phase = "diagnose" | "mitigate" | "resolve" | "learn";

/**
 * Something kept as evidence.
 */
export type PinRow = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * When.
 */
at_ms: number, 
/**
 * Person, or the role's short name.
 */
by: string, 
/**
 * Page it was seen on.
 */
page: Page, 
/**
 * What was seen.
 */
what: string, 
/**
 * Hypothesis it speaks to.
 */
hypothesis: number | null, 
/**
 * It speaks against it.
 */
against: boolean, };

/**
 * A problem, and the way to what it is about.
 */
export type Placed = { 
/**
 * The problem.
 */
problem: Problem, 
/**
 * The way to the key, in a TOML file that reads; otherwise empty.
 */
way: Array<Step>, };

/**
 * A team that played a scenario.
 */
export type PlayedBy = { 
/**
 * Team.
 */
team: string, 
/**
 * How often.
 */
times: number, 
/**
 * When last, wall clock, `2026-11-24`.
 */
last: string, 
/**
 * How the last one went, in a few words, e.g. "mitigated after 14 min · 21 of 27 expectations";
 * None: it has not ended.
 */
result: string | null, 
/**
 * Whether that went well (good), half (warn) or not (bad).
 */
tone: Tone, };

/**
 * What a point means is told by its shape.
 */
export type PointKind = "promised" | "norm" | "sent" | "notice";

/**
 * The postmortem, to be written.
 */
export type PostmortemView = { 
/**
 * Drill id.
 */
drill: string, 
/**
 * The incident's name as it stands.
 */
incident: string, 
/**
 * Where it stands.
 */
status: Status, 
/**
 * The version that is shown; None: as it stands now.
 */
version: number | null, 
/**
 * It can be edited: it is not final, and no old version.
 */
open: boolean, 
/**
 * It was edited since the last version was kept.
 */
unkept: boolean, 
/**
 * When it was last edited, Unix milliseconds; None: as drafted.
 */
edited_ms: number | null, 
/**
 * What it is sealed with, when it is final.
 */
seal: SealView | null, 
/**
 * Sections in reading order.
 */
sections: Array<SectionView>, 
/**
 * Every row of the timeline, hidden ones too.
 */
rows: Array<TimelineRowView>, 
/**
 * The graphs' captions.
 */
captions: Array<CaptionView>, 
/**
 * Action items as they stand.
 */
action_items: Array<ActionItem>, 
/**
 * They are not as drafted.
 */
action_items_edited: boolean, 
/**
 * Versions that were kept, newest first.
 */
versions: Array<VersionView>, 
/**
 * What there is to say about the text.
 */
remarks: Array<RemarkView>, };

/**
 * One mistake: where, what, and what to do about it.
 */
export type Problem = { 
/**
 * How bad.
 */
severity: Severity, 
/**
 * Path relative to the scenarios folder.
 */
file: string, 
/**
 * From 1.
 */
line: number, 
/**
 * From 1, in characters.
 */
column: number, 
/**
 * Characters marked, at least 1.
 */
length: number, 
/**
 * The whole line, cut at 400 characters.
 */
line_text: string, 
/**
 * What is wrong.
 */
message: string, 
/**
 * What to do.
 */
help: string, };

/**
 * An answer that the scenario has ready.
 */
export type ProposalRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it says.
 */
says: string, 
/**
 * Whether that is so.
 */
right: boolean, 
/**
 * What is right or wrong about it.
 */
note: string | null, 
/**
 * It goes by itself.
 */
first: boolean, };

/**
 * What watchers get, the newest only.
 */
export type Push = { "push": "empty", 
/**
 * What came of a file that was opened from outside the console.
 */
told: Told | null, } | { "push": "console", 
/**
 * The view.
 */
view: ConsoleView, } | { "push": "room", 
/**
 * The view.
 */
view: RoomView, };

/**
 * A question to the assistant, with the truth.
 */
export type QuestionRow = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * Asked at.
 */
at_ms: number, 
/**
 * Role's short name.
 */
role: string, 
/**
 * Person, where known.
 */
person: string | null, 
/**
 * The question.
 */
text: string, 
/**
 * Answers to choose from, the one that goes by itself first.
 */
proposals: Array<ProposalRow>, 
/**
 * When the answer goes by itself; None: it is held, or has gone.
 */
due_ms: number | null, 
/**
 * What was said; None: not yet.
 */
answer: string | null, 
/**
 * Whether that is so.
 */
right: boolean | null, 
/**
 * It was put to the test at.
 */
verified_ms: number | null, 
/**
 * What they said came of it.
 */
holds: boolean | null, 
/**
 * It was acted on, and whether it had been put to the test before.
 */
followed: boolean | null, };

/**
 * A question to the assistant.
 */
export type QuestionView = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * Asked at.
 */
at_ms: number, 
/**
 * Person, or the role's short name.
 */
by: string, 
/**
 * The question.
 */
text: string, 
/**
 * What it said; None: not yet.
 */
answer: string | null, 
/**
 * When.
 */
answered_ms: number | null, 
/**
 * What the team found when it checked; None: not said.
 */
holds: boolean | null, };

/**
 * Why a command was not carried out, in words.
 */
export type Refusal = { 
/**
 * For programs: `unknown-inject`, `not-running` …
 */
code: string, 
/**
 * What and where.
 */
message: string, 
/**
 * What to do next.
 */
hint: string, };

/**
 * A rehearsal.
 */
export type RehearsalView = { 
/**
 * Team's title; None: nobody did anything.
 */
team: string | null, 
/**
 * The whole drill: graphs, lanes, rows.
 */
story: Story, 
/**
 * Key times: name, and milliseconds from STARTEX where it was reached.
 */
key_times: Array<[string, number | null]>, 
/**
 * Injects that came: id and when.
 */
fired: Array<[string, number]>, 
/**
 * Expectations met in time, met late, missed.
 */
expectations: [number, number, number], 
/**
 * Users who were affected.
 */
users_affected: number, 
/**
 * How it ended, in a sentence.
 */
outcome: string, 
/**
 * Steps of the team that were not carried out, in words.
 */
skipped: Array<string>, 
/**
 * How long it took to play, milliseconds.
 */
took_ms: number, };

/**
 * Something to say about the text.
 */
export type RemarkView = { 
/**
 * Section that it is in.
 */
section: string, 
/**
 * Field that it is in.
 */
field: Field | null, 
/**
 * Event of the timeline's row that it is in.
 */
row: number | null, 
/**
 * Graph whose caption it is in.
 */
graph: string | null, 
/**
 * Action item that it is in, from 0.
 */
item: number | null, 
/**
 * It should not go out like this; otherwise it is worth a look.
 */
warning: boolean, 
/**
 * From this UTF-16 unit of the text.
 */
from: number, 
/**
 * To this one; the same as `from`: all of it.
 */
to: number, 
/**
 * The words in question; may be empty.
 */
found: string, 
/**
 * What is the matter.
 */
says: string, 
/**
 * What to do about it.
 */
remedy: string, };

/**
 * What a call comes back with.
 */
export type Reply = { "reply": "done" } | { "reply": "refused", 
/**
 * Why.
 */
refusal: Refusal, } | { "reply": "library", 
/**
 * The library.
 */
library: LibraryView, } | { "reply": "scenario", 
/**
 * The scenario.
 */
sheet: ScenarioSheet, } | { "reply": "opened", 
/**
 * Drill id.
 */
drill: string, } | { "reply": "taken_in", 
/**
 * Drill id.
 */
drill: string, 
/**
 * Title of what was played.
 */
title: string, 
/**
 * What came of it, in a sentence.
 */
said: string, } | { "reply": "scenario_taken", 
/**
 * Its id here.
 */
scenario: string, 
/**
 * Its title.
 */
title: string, 
/**
 * What came of it, in a sentence.
 */
said: string, } | { "reply": "editor", 
/**
 * What came of it.
 */
answer: EditorReply, } | { "reply": "foreseen", 
/**
 * Those that would move.
 */
moves: Array<Move>, } | { "reply": "estimate", 
/**
 * The estimate.
 */
estimate: ActEstimate, } | { "reply": "logs", 
/**
 * The page.
 */
page: LogPage, } | { "reply": "traces", 
/**
 * The page.
 */
page: TracePage, } | { "reply": "trace", 
/**
 * The trace; None: it was not kept.
 */
trace: TraceView | null, } | { "reply": "page", 
/**
 * The page.
 */
page: PageView, } | { "reply": "vocabulary", 
/**
 * The vocabulary.
 */
vocabulary: Vocabulary, } | { "reply": "exported", 
/**
 * Where it is.
 */
path: string, 
/**
 * Pages, for PDF.
 */
pages: number, 
/**
 * Size of the file.
 */
bytes: number, 
/**
 * What the reader should know, e.g. characters without a glyph.
 */
warnings: Array<string>, } | { "reply": "postmortem", 
/**
 * The postmortem.
 */
view: PostmortemView, } | { "reply": "preview", 
/**
 * What will be printed.
 */
blocks: Array<DocBlock>, 
/**
 * What there is to say about the text.
 */
remarks: Array<RemarkView>, } | { "reply": "networks", 
/**
 * The likeliest first.
 */
networks: Array<NetworkView>, } | { "reply": "pre_flight", 
/**
 * Worst first.
 */
rows: Array<FlightRow>, } | { "reply": "about", 
/**
 * The program.
 */
about: AboutProgram, } | { "reply": "diagnosed", 
/**
 * Where it is.
 */
path: string, 
/**
 * Size of the file.
 */
bytes: number, } | { "reply": "cancelled" };

/**
 * A role that may be taken, or not.
 */
export type RoleOffer = { 
/**
 * Role id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * What it answers for.
 */
answers_for: string, 
/**
 * Who holds it.
 */
people: Array<string>, 
/**
 * It may be taken.
 */
open: boolean, };

/**
 * A role on the facilitator's board.
 */
export type RoleRow = { 
/**
 * As everybody sees it.
 */
role: RoleView, 
/**
 * Full title.
 */
title: string, 
/**
 * What it answers for.
 */
answers_for: string, 
/**
 * Silent for so long; None: not silent, empty, or not running.
 */
silent_ms: number | null, 
/**
 * Expectations met, in time or late.
 */
met: number, 
/**
 * Those of them that were met late.
 */
late: number, 
/**
 * Expectations that can still be met in time.
 */
due: number, 
/**
 * Expectations whose time is over.
 */
missed: number, 
/**
 * Expectations in all.
 */
expected: number, 
/**
 * Acts on the system under way.
 */
under_way: number, 
/**
 * What was done in the last five minutes, looks included.
 */
recent: number, 
/**
 * Checklist lines and whether they are ticked.
 */
checklist: Array<[string, boolean]>, 
/**
 * It may be taken at a desk.
 */
open: boolean, };

/**
 * A role on the set-up page.
 */
export type RoleSheet = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * What it answers for.
 */
answers_for: string, 
/**
 * Checklist.
 */
checklist: Array<string>, };

/**
 * A role as everybody sees it.
 */
export type RoleView = { 
/**
 * Role id.
 */
id: string, 
/**
 * E.g. "On-Call".
 */
short: string, 
/**
 * Who holds it now; empty: nobody.
 */
people: Array<string>, 
/**
 * What they did last, e.g. "rolled back api".
 */
last: string | null, 
/**
 * When.
 */
last_ms: number | null, };

/**
 * A message to the whole room.
 */
export type RoomMessage = { 
/**
 * When.
 */
at_ms: number, 
/**
 * Who says it.
 */
from: string, 
/**
 * How it came.
 */
channel: string, 
/**
 * The words.
 */
text: string, };

/**
 * The room screen.
 */
export type RoomView = { 
/**
 * Title of the scenario.
 */
title: string, 
/**
 * Team.
 */
team: string, 
/**
 * The clock.
 */
clock: ClockView, 
/**
 * The incident.
 */
incident: IncidentView, 
/**
 * Firing alerts, loudest and oldest first.
 */
alerts: Array<AlertView>, 
/**
 * The four graphs.
 */
panels: Array<PanelView>, 
/**
 * The role strip.
 */
roles: Array<RoleView>, 
/**
 * How to join; None: joining is off.
 */
joining: JoiningView | null, 
/**
 * Desks that are connected.
 */
desks: number, 
/**
 * Messages from outside to the whole room, newest first, three at most.
 */
messages: Array<RoomMessage>, 
/**
 * The hot wash, while it is open.
 */
hot_wash: HotWashView | null, };

/**
 * What people say about a row of the timeline.
 */
export type RowEdit = { 
/**
 * It is left out of the document, which says how many rows are.
 */
hidden: boolean, 
/**
 * It is one of the moments that decided the night, and stands above the table as well.
 */
pinned: boolean, 
/**
 * A note under it; empty: none. Inline Markdown.
 */
note: string, };

/**
 * How a hypothesis stands to the truth.
 */
export type Ruling = "true" | "red_herring" | "open";

/**
 * A scenario's card.
 */
export type ScenarioCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Summary.
 */
summary: string, 
/**
 * System title.
 */
system: string, 
/**
 * Its id.
 */
system_id: string, 
/**
 * 1 to 5.
 */
level: number, 
/**
 * Planned length, minutes.
 */
minutes: number, 
/**
 * What it trains.
 */
trains: Array<string>, 
/**
 * How often it was played on this machine.
 */
played: number, 
/**
 * By which teams, the latest first.
 */
teams: Array<PlayedBy>, 
/**
 * Legal but unwise things, in words.
 */
warnings: Array<string>, };

/**
 * A scenario for the set-up page.
 */
export type ScenarioSheet = { 
/**
 * Card.
 */
card: ScenarioCard, 
/**
 * Briefing, Markdown.
 */
briefing: string, 
/**
 * Facilitator notes, Markdown.
 */
facilitator: string, 
/**
 * Root cause, for the facilitator.
 */
root_cause: string, 
/**
 * Trigger, for the facilitator.
 */
trigger: string, 
/**
 * People outside the team, whom the facilitator plays.
 */
stakeholders: Array<Stakeholder>, 
/**
 * Incident clock at STARTEX, seconds of the day.
 */
starts_s: number, 
/**
 * Seed proposed.
 */
seed: number, 
/**
 * Roles.
 */
roles: Array<RoleSheet>, 
/**
 * Injects: (time in words, title, what it brings).
 */
injects: Array<[string, string, string]>, 
/**
 * Time boxes offered, minutes.
 */
minutes: Array<number>, 
/**
 * Teams and people of earlier drills, to choose from.
 */
teams: Array<string>, 
/**
 * People of earlier drills.
 */
people: Array<string>, };

/**
 * A part of the site as its users see it.
 */
export type ScreenView = { 
/**
 * What they want to do there, e.g. "checkout".
 */
journey: string, 
/**
 * Path of the page.
 */
path: string, 
/**
 * Visits that began in the last minute; None: not seen.
 */
visits: number | null, 
/**
 * Failures of the last minute as a share of them, 1 at most; None: none began, or not seen.
 */
failed: number | null, 
/**
 * The newest call in the last two minutes that went well.
 */
fine: SeenCall | null, 
/**
 * The newest that did not.
 */
broken: SeenCall | null, };

/**
 * What a final postmortem is sealed with.
 */
export type SealView = { 
/**
 * When, `2026-11-24 23:10 UTC`.
 */
at: string, 
/**
 * Events it covers.
 */
events: number, 
/**
 * SHA-256 of the record.
 */
record: string, 
/**
 * SHA-256 of what people wrote.
 */
text: string, 
/**
 * Both are still so.
 */
holds: boolean, };

/**
 * A role somebody holds.
 */
export type SeatRole = { 
/**
 * Role id.
 */
id: string, 
/**
 * E.g. "On-Call Engineer".
 */
title: string, 
/**
 * E.g. "On-Call".
 */
short: string, 
/**
 * What it answers for.
 */
answers_for: string, 
/**
 * Kinds of deeds it may do.
 */
may: Array<DeedKind>, };

/**
 * Who sits at a desk.
 */
export type SeatView = { 
/**
 * Name.
 */
person: string, 
/**
 * Roles they hold; empty: they wait for one.
 */
roles: Array<SeatRole>, 
/**
 * All roles, for those who wait.
 */
offers: Array<RoleOffer>, 
/**
 * Title of the scenario.
 */
title: string, 
/**
 * What is read to participants. Markdown.
 */
briefing: string, 
/**
 * They have answered the three questions after the drill.
 */
answered: boolean, };

/**
 * A section.
 */
export type SectionView = { 
/**
 * For example `root-cause`.
 */
id: string, 
/**
 * Its heading.
 */
title: string, 
/**
 * What people write in it.
 */
fields: Array<FieldView>, 
/**
 * The whole section as it will be printed.
 */
blocks: Array<DocBlock>, };

/**
 * What a browser got.
 */
export type SeenCall = { 
/**
 * What it asked for, e.g. "POST /api/checkout".
 */
call: string, 
/**
 * HTTP status; 0: no answer.
 */
status: number, 
/**
 * How long it took, milliseconds.
 */
took_ms: number, 
/**
 * When it began.
 */
at_ms: number, };

/**
 * How bad it is.
 */
export type Severity = "error" | "warning";

/**
 * How the strength develops over time.
 */
export type Shape = { "kind": "step" } | { "kind": "ramp", 
/**
 * Until full strength, milliseconds.
 */
over_ms: number, } | { "kind": "pulse", 
/**
 * Period, milliseconds.
 */
every_ms: number, 
/**
 * On for, milliseconds.
 */
on_ms: number, };

/**
 * What names are names of. Which there are depends on the scenario and its system.
 */
export type Source = "system" | "role" | "reader" | "stakeholder" | "channel" | "fault_kind" | "fault_on" | "fault_only" | "carrier" | "queue" | "alert" | "inject" | "expectation" | "answer" | "act" | "act_on" | "page" | "phase" | "severity" | "versioned" | "component" | "stack" | "order" | "access" | "state" | "verdict" | "mark" | "turn";

/**
 * A time between two key times.
 */
export type Span = { 
/**
 * E.g. "TTD".
 */
id: string, 
/**
 * E.g. "Time to detect".
 */
title: string, 
/**
 * How long; None: not reached. Negative: the alert came before users noticed.
 */
ms: number | null, };

/**
 * What a span is about.
 */
export type SpanKind = "browser" | "server" | "worker_wait" | "connection_wait" | "query" | "cache" | "call" | "fallback" | "publish" | "task" | "queue_wait" | "try" | "model_wait" | "inference";

/**
 * A span.
 */
export type SpanView = { 
/**
 * Number in the trace, from 0.
 */
id: number, 
/**
 * Number of the span it is a part of.
 */
parent: number | null, 
/**
 * How deep it stands, from 0.
 */
depth: number, 
/**
 * What it is about.
 */
kind: SpanKind, 
/**
 * The component that did it.
 */
component: string, 
/**
 * Its replica or slot.
 */
replica: number, 
/**
 * The component it was done to, if that is another one.
 */
peer: string | null, 
/**
 * Endpoint, table or task; may be empty.
 */
name: string, 
/**
 * From the beginning of the trace, microseconds.
 */
from_us: number, 
/**
 * Duration so far, microseconds.
 */
took_us: number, 
/**
 * Not over.
 */
open: boolean, 
/**
 * What went wrong, in words.
 */
error: string | null, 
/**
 * HTTP status, if there was one.
 */
status: number | null, 
/**
 * Number of the try, from 1, of what is tried again.
 */
attempt: number | null, 
/**
 * Of a cache look-up: it found something.
 */
hit: boolean | null, };

/**
 * Somebody outside the team whom the facilitator speaks for.
 */
export type Stakeholder = { 
/**
 * As messages have it, e.g. "Support lead".
 */
name: string, 
/**
 * What they need from the team, one sentence.
 */
wants: string, 
/**
 * How they speak, and what makes them louder or leave.
 */
voice: string, 
/**
 * Lines ready to be said.
 */
says: Array<string>, };

/**
 * How an expectation stands.
 */
export type Standing = "waiting" | "open" | "met" | "late" | "missed";

/**
 * Where a postmortem stands.
 */
export type Status = "draft" | "in_review" | "final";

/**
 * A step of the way to a value: a key, or a place in a list from 0.
 */
export type Step = number | string;

/**
 * A whole drill.
 */
export type Story = { 
/**
 * Before STARTEX, milliseconds; negative.
 */
from_ms: number, 
/**
 * ENDEX.
 */
to_ms: number, 
/**
 * The key graphs over all of it.
 */
panels: Array<PanelView>, 
/**
 * Alerts, messages, updates, one lane for each role; with the truth, injects as well.
 */
lanes: Array<Lane>, 
/**
 * What happened, oldest first.
 */
rows: Array<StoryRow>, 
/**
 * Where to stop, in order of time.
 */
moments: Array<MomentView>, 
/**
 * What it really was; None: not for these eyes yet.
 */
truth?: TruthView, };

/**
 * Something that happened.
 */
export type StoryRow = { 
/**
 * When.
 */
at_ms: number, 
/**
 * Role's short name, an outside voice, "System", "Facilitator".
 */
who: string, 
/**
 * What.
 */
text: string, 
/**
 * What it looks like.
 */
kind: FeedKind, };

/**
 * An answer to the three questions after a drill. Each text may be empty, but not all.
 */
export type Survey = { 
/**
 * What helped.
 */
helped: string, 
/**
 * What hindered.
 */
hindered: string, 
/**
 * What should change.
 */
change: string, };

/**
 * The system, with the truth.
 */
export type SystemView = { 
/**
 * Components in the system's order.
 */
components: Array<ComponentView>, 
/**
 * Who calls whom.
 */
edges: Array<EdgeView>, 
/**
 * Faults that were started and have not ended.
 */
faults: Array<FaultRow>, };

/**
 * A table of a page.
 */
export type TableView = { 
/**
 * Title.
 */
title: string, 
/**
 * Column heads.
 */
columns: Array<string>, 
/**
 * Rows with a tone each.
 */
rows: Array<[Array<string>, Tone]>, 
/**
 * Said when there are no rows.
 */
empty: string, };

/**
 * A change to a file.
 */
export type TextEdit = { "edit": "set", 
/**
 * The way to it.
 */
at: Array<Step>, 
/**
 * The value.
 */
value: Written, } | { "edit": "unset", 
/**
 * The way to it.
 */
at: Array<Step>, } | { "edit": "insert", 
/**
 * The way to the list.
 */
list: Array<Step>, 
/**
 * Before this entry; behind the last when it is as many as there are.
 */
before: number, 
/**
 * Keys and values.
 */
table: Entries, } | { "edit": "move", 
/**
 * The way to the list.
 */
list: Array<Step>, 
/**
 * Which.
 */
from: number, 
/**
 * Its place afterwards.
 */
to: number, } | { "edit": "write", 
/**
 * It.
 */
text: string, };

/**
 * A row of the timeline.
 */
export type TimelineRowView = { 
/**
 * Number of its event.
 */
event: number, 
/**
 * Drill time.
 */
at_ms: number, 
/**
 * Incident clock.
 */
clock: string, 
/**
 * The role.
 */
who: string, 
/**
 * What sort of thing, in a word.
 */
kind: string, 
/**
 * What happened.
 */
text: Array<DocSpan>, 
/**
 * It made the outage worse.
 */
harmful: boolean, 
/**
 * Left out of the document.
 */
hidden: boolean, 
/**
 * One of the moments that decided the night.
 */
pinned: boolean, 
/**
 * What people say about it.
 */
note: string, };

/**
 * A reply to something that was not asked on the console.
 */
export type Told = { 
/**
 * The how manieth since the program started, from 1.
 */
number: number, 
/**
 * What came of it.
 */
reply: Reply, };

/**
 * How something stands. Colour is never its only sign.
 */
export type Tone = "plain" | "good" | "warn" | "bad" | "info" | "truth";

/**
 * What is looked for. All of it must be so; the default finds everything.
 */
export type TraceFilter = { 
/**
 * Went through or to this component.
 */
component: string | null, 
/**
 * An endpoint, table or task with this in its name, whatever the case.
 */
name: string | null, 
/**
 * The call, or the task, failed.
 */
failed: boolean, 
/**
 * Took at least so many milliseconds.
 */
min_ms: number, 
/**
 * Request id as logs write it. One that cannot be read finds nothing.
 */
req: string | null, };

/**
 * One page of traces.
 */
export type TracePage = { 
/**
 * Newest first.
 */
rows: Array<TraceRow>, 
/**
 * Matches in the whole range, whatever the page.
 */
matched: number, 
/**
 * Those among them that failed.
 */
failed: number, 
/**
 * Matches and failures per bin over the range, oldest first; as many bins as for logs.
 */
histogram: Array<[number, number]>, 
/**
 * Width of a bin, milliseconds; at least 1. The last bins may reach past the range.
 */
bin_ms: number, 
/**
 * Matches and failures by duration, in the classes that [`DURATIONS_MS`] ends.
 */
durations: Array<[number, number]>, 
/**
 * Upper ends of these classes, milliseconds; the last class has none.
 */
durations_ms: Array<number>, 
/**
 * Of the calls in which nothing went wrong, one in so many is kept.
 */
one_in: number, };

/**
 * A trace in a list.
 */
export type TraceRow = { 
/**
 * Request id, as logs write it.
 */
req: string, 
/**
 * When it began, milliseconds from STARTEX.
 */
at_ms: number, 
/**
 * Duration of the call as the user saw it; of a task on its own, of the task. Microseconds.
 */
took_us: number, 
/**
 * The call, or the task, failed.
 */
failed: boolean, 
/**
 * HTTP status the user saw; 0 if there was none.
 */
status: number, 
/**
 * Journey; of a task on its own, the task.
 */
journey: string, 
/**
 * What was called first, or the task.
 */
endpoint: string, 
/**
 * Number of spans.
 */
spans: number, 
/**
 * Spans with an error.
 */
errors: number, 
/**
 * Where and what the error was that explains the others.
 */
fault: [string, string] | null, 
/**
 * Somebody still works on it.
 */
open: boolean, };

/**
 * A trace.
 */
export type TraceView = { 
/**
 * Request id, as logs write it.
 */
req: string, 
/**
 * When it began, milliseconds from STARTEX.
 */
at_ms: number, 
/**
 * From its beginning to the end of its last span, microseconds.
 */
took_us: number, 
/**
 * The journey; of a task whose call was not kept, the task.
 */
journey: string, 
/**
 * Parts stand behind what they are a part of, in order of time.
 */
spans: Array<SpanView>, 
/**
 * It had more spans than are kept of one trace.
 */
cut: boolean, 
/**
 * Something in it is not over.
 */
open: boolean, };

/**
 * When an inject comes.
 */
export type Trigger = { "kind": "at", 
/**
 * When.
 */
at_ms: number, } | { "kind": "act", 
/**
 * What.
 */
pattern: Pattern, 
/**
 * How long after.
 */
after_ms: number, } | { "kind": "alert", 
/**
 * Which.
 */
alert: string, 
/**
 * How long after.
 */
after_ms: number, } | { "kind": "inject", 
/**
 * Which.
 */
inject: string, 
/**
 * How long after.
 */
after_ms: number, } | { "kind": "silent", 
/**
 * What has not come.
 */
pattern: Pattern, 
/**
 * For how long, since STARTEX or the last time it came.
 */
for_ms: number, } | { "kind": "tray" };

/**
 * What it really was.
 */
export type TruthView = { 
/**
 * What set it off. Markdown.
 */
trigger: string, 
/**
 * Why it was possible. Markdown.
 */
root_cause: string, 
/**
 * Contributing factors. Inline Markdown.
 */
contributing: Array<string>, };

/**
 * A status update.
 */
export type UpdateView = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * Sent at.
 */
at_ms: number, 
/**
 * Role's short name.
 */
role: string, 
/**
 * Who is affected.
 */
impact: string, 
/**
 * What is done.
 */
doing: string, 
/**
 * Promised next.
 */
next_ms: number | null, };

/**
 * A judgement on a hypothesis.
 */
export type Verdict = "confirmed" | "refuted";

/**
 * A version that was kept.
 */
export type VersionView = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * When, Unix milliseconds.
 */
wall_ms: number, 
/**
 * Why, in a few words.
 */
says: string, 
/**
 * Where the document stood.
 */
status: Status, };

/**
 * What there is to point at.
 */
export type Vocabulary = { 
/**
 * Components: id, title, kind.
 */
components: Array<[string, string, ComponentKind]>, 
/**
 * Edges with a policy, `caller->callee`, and whether they have a breaker and a fallback.
 */
edges: Array<[string, boolean, boolean]>, 
/**
 * Pools, `service.database`.
 */
pools: Array<string>, 
/**
 * Flags: id, title, on.
 */
flags: Array<[string, string, boolean]>, 
/**
 * Settable keys: key, value now, unit.
 */
config: Array<[string, number, string]>, 
/**
 * Alert rules: name, title.
 */
alerts: Array<[string, string]>, 
/**
 * Alert rules as they are now: name, expression, how long it must hold in seconds.
 */
rules: Array<[string, string, number]>, 
/**
 * Versions by component, newest last.
 */
versions: Array<[string, Array<string>]>, 
/**
 * Versions that change a schema: component, version.
 */
migrations: Array<[string, string]>, 
/**
 * Databases that have a replica which can take over: database, replica.
 */
replicas: Array<[string, string]>, 
/**
 * Databases whose disk can fill.
 */
disks: Array<string>, 
/**
 * Playbooks: id, title.
 */
playbooks: Array<[string, string]>, 
/**
 * Roles: id, short name.
 */
roles: Array<[string, string]>, 
/**
 * Names of outside voices used in the scenario.
 */
voices: Array<string>, };

/**
 * How wide a column is.
 */
export type Width = "fit" | { "share": number };

/**
 * Where the postmortem stands, in the console's view.
 */
export type WritingView = { 
/**
 * Where it stands.
 */
status: Status, 
/**
 * Versions that were kept.
 */
versions: number, 
/**
 * It was edited since the last version was kept.
 */
unkept: boolean, 
/**
 * Answers to the three questions after the drill.
 */
surveys: number, 
/**
 * The truth has been shown to the room.
 */
revealed: boolean, };

/**
 * A value as it is written.
 */
export type Written = boolean | number | number | string | Array<Written> | Entries;
