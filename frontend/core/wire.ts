/**
 * The frames of `muster.v1`, made from the wire contract by
 * `python manage.py asyncapi --typescript`. Not to be edited.
 */

export type AcceptAnswer = { type: "question.accept"; ref: number; client_id: string; question: string };

export type Answer = { entry?: string; id: string; language: string; source?: string; text: string; version: number };

export type AnswerDelivered = { answer: Answer; question: Question };

export type AnswerQuestion = { type: "question.answer"; ref: number; client_id: string; question: string; text?: string | null; entry?: string | null; language?: string | null };

export type AskQuestion = { type: "question.ask"; ref: number; client_id: string; text: string; about: "how_do_i" | "incident" | "problem" | "rumour" | "voter_asks"; topic?: string | null; language?: string | null; at_the_door?: boolean; unit?: string | null; entry?: string | null };

export type Blanked = Record<string, never>;

export type Bump = { head: number; mention: number; stream: string; title?: string; type: "bump"; unread: number };

export type By = { bot?: true; id: string; name: string; role?: string };

export type Bye = { code: number; reason: string; retry_after_ms: [number, number]; type: "bye" };

export type CaseTold = { case: string; unit: Unit };

export type ClaimQuestion = { type: "question.claim"; ref: number; client_id: string; question: string };

export type Client = { name?: string; version?: string };

export type CodesGuarded = { misses: number };

export type CorrectReport = { type: "report.correct"; ref: number; client_id: string; report: string; version: number; quantity: number; reason?: string };

export type Correction = { by: Person; was: number };

export type DeleteMessage = { type: "message.delete"; ref: number; client_id: string; message: string; version?: number | null };

export type Dropped = { reason: string; stream: string; type: "dropped" };

export type EditMessage = { type: "message.edit"; ref: number; client_id: string; message: string; text: string; version?: number | null };

export type Entry = { checked_at: string; entry: string; helped: number; jurisdiction?: string; language: string; languages: Array<string>; source?: string; text: string; title: string; topic?: string };

export type Error = { code: "bad_frame" | "conflict" | "internal" | "invalid" | "not_ready" | "rate_limited" | "refused" | "too_large" | "unavailable" | "unknown_type"; field?: string; message: string; ref?: number; retry_after_ms?: number; type: "error" };

export type Figure = { kind: string; period: "today"; quantity: number; unit: Unit };

export type FileReport = { type: "report.file"; ref: number; client_id: string; team: string; kind: string; quantity: number; breakdown?: Record<string, number>; action_date?: string | null; on_behalf_of?: string | null; mood?: number | null; topics?: Array<string>; note?: string };

export type FlagDecided = { flag: string };

export type FollowQuestion = { type: "question.me_too"; ref: number; client_id: string; question: string };

export type Hello = { type: "hello"; ref: number; resume?: Record<string, [string, number]>; client?: Client | null; locale?: string | null };

export type Item = { at: string; by: By | null; data: AnswerDelivered | Blanked; kind: "answer.delivered"; seq: number } | { at: string; by: By | null; data: Summary | Blanked; kind: "feed.summarised"; seq: number } | { at: string; by: By | null; data: MilestoneReached | Blanked; kind: "goal.reached"; seq: number } | { at: string; by: By | null; data: MemberJoined | Blanked; kind: "member.joined"; seq: number } | { at: string; by: By | null; data: OneMessage | Blanked; kind: "message.posted"; seq: number } | { at: string; by: By | null; data: MilestoneReached | Blanked; kind: "milestone.reached"; seq: number } | { at: string; by: By | null; data: OneQuestion | Blanked; kind: "question.asked"; seq: number } | { at: string; by: By | null; data: OneQuestion | Blanked; kind: "question.escalated"; seq: number } | { at: string; by: By | null; data: OneQuestion | Blanked; kind: "question.reopened"; seq: number } | { at: string; by: By | null; data: Reported | Blanked; kind: "report.filed"; seq: number };

export type LevelChanged = { level: string; stream: string };

export type MemberJoined = { role: string; unit: Unit; user: User };

export type Membered = { role: string; unit: Unit; user: User };

export type Message = { deleted?: true; edited_at?: string; id: string; language?: string; reply_to?: string; text?: string; version: number };

export type MilestoneReached = { kind: string; last_team?: Unit; quantity: number; target?: number; unit: Unit };

export type Muted = { unit: Unit; until: string };

export type NameDecided = { allowed: boolean; name: string };

export type NameHeld = { held: string; unit: Unit };

export type NameSettled = { held: string; unit: Unit };

export type OneMessage = { message: Message };

export type OneQuestion = { question: Question };

export type OneStream = { stream: string };

export type OpenQuestion = { asked_at: string; language: string; others: number; question: string; text: string };

export type PeopleChanged = { unit: string; user: string };

export type Person = { id: string; name: string };

export type PersonErased = { user: string };

export type PhotoRemoved = { unit: Unit };

export type PostMessage = { type: "message.post"; ref: number; client_id: string; room: string; text: string; language?: string | null; reply_to?: string | null; attachments?: Array<string> };

export type Presence = { changed?: Array<Present>; full?: Array<Present>; joined?: Array<Present>; left?: Array<string>; on_desk?: number; online: number; type: "presence"; unit: string };

export type Present = { state: "away" | "on_desk" | "on_shift" | "online"; user: Person };

export type Question = { about: string; asked_at: string; at_the_door: boolean; claimed_by?: Person; desk: Unit; id: string; language: string; me_toos: number; state: string; text: string; topic?: string; unit: Unit; version: number };

export type QuestionMoved = { ahead: number; question: Question; state: string; usual_wait_s: number };

export type ReadMoved = { seq: number; stream: string };

export type ReleaseQuestion = { type: "question.release"; ref: number; client_id: string; question: string };

export type Renamed = { unit: Unit; user: Person };

export type ReopenQuestion = { type: "question.reopen"; ref: number; client_id: string; question: string };

export type Report = { action_date: string; breakdown?: Record<string, number>; correction?: Correction; id: string; kind: string; note?: string; on_behalf_of?: Person; quantity: number; team: string; version: number; voided?: true };

export type Reported = { report: Report; total: number };

export type Reset = { epoch: string; head: number; reason: "ahead" | "epoch" | "too_old"; stream: string; type: "reset" };

export type SetPresence = { type: "presence.set"; ref: number; state: "away" | "on_desk" | "on_shift" | "online"; invisible?: boolean | null };

export type Stream = { epoch: string; head: number; level?: string; may: Array<string>; mention: number; read: number; stream: string; title: string; unit?: Unit; unread: number };

export type StreamPage = { type: "stream.page"; ref: number; stream: string; limit?: number; before?: number | null; after?: number | null; around?: number | null };

export type StreamRead = { type: "stream.read"; ref: number; stream: string; seq: number };

export type StreamRenamed = { stream: string; title: string };

export type Subscribe = { type: "subscribe"; ref: number; stream: string; after?: [string, number] | null };

export type SuggestQuestion = { type: "question.suggest"; ref: number; text: string; language?: string | null };

export type Summary = { day: string; from: string; kind: string; quantity: number; teams: number; to: string; top: Array<TeamFigure>; total: number; unit: Unit };

export type TeamFigure = { quantity: number; team: string };

export type Typing = { type: "typing"; stream: string };

export type TypingPeople = { stream: string; type: "typing"; users: Array<Person> };

export type Unit = { id: string; kind: string; name: string };

export type Unmuted = { unit: Unit };

export type Unsubscribe = { type: "unsubscribe"; ref: number; stream: string };

export type UnwatchPresence = { type: "presence.unwatch"; ref: number; unit: string };

export type User = { id: string; locale: string; name: string };

export type VoidReport = { type: "report.void"; ref: number; client_id: string; report: string; version: number; reason?: string };

export type WatchPresence = { type: "presence.watch"; ref: number; unit: string };

export type Welcome = { heartbeat_s: number; limits: Record<string, number>; more_streams?: boolean; ref: number; server_time: string; streams: Array<Stream>; type: "welcome"; user: User };

export interface Requests {
	"hello": Hello;
	"subscribe": Subscribe;
	"unsubscribe": Unsubscribe;
	"typing": Typing;
	"stream.page": StreamPage;
	"stream.read": StreamRead;
	"message.post": PostMessage;
	"message.edit": EditMessage;
	"message.delete": DeleteMessage;
	"presence.set": SetPresence;
	"presence.watch": WatchPresence;
	"presence.unwatch": UnwatchPresence;
	"report.file": FileReport;
	"report.correct": CorrectReport;
	"report.void": VoidReport;
	"question.suggest": SuggestQuestion;
	"question.ask": AskQuestion;
	"question.me_too": FollowQuestion;
	"question.claim": ClaimQuestion;
	"question.release": ReleaseQuestion;
	"question.answer": AnswerQuestion;
	"question.accept": AcceptAnswer;
	"question.reopen": ReopenQuestion;
}

export interface Replies {
	"subscribe": { epoch: string; head: number; stream: string };
	"unsubscribe": Record<string, never>;
	"stream.page": { epoch: string; has_after: boolean; has_before: boolean; head: number; items: Array<Item> };
	"stream.read": { seq: number; stream: string };
	"message.post": { at: string; message: string; seq: number; duplicate: boolean };
	"message.edit": { message: string; seq: number; version: number; duplicate: boolean };
	"message.delete": { message: string; seq: number; version: number; duplicate: boolean };
	"presence.set": Record<string, never>;
	"presence.watch": Record<string, never>;
	"presence.unwatch": Record<string, never>;
	"report.file": { check?: string; report: string; seq: number; totals: Array<Figure>; version: number; duplicate: boolean };
	"report.correct": { report: string; seq: number; totals: Array<Figure>; version: number; duplicate: boolean };
	"report.void": { report: string; seq: number; totals: Array<Figure>; version: number; duplicate: boolean };
	"question.suggest": { answers: Array<Entry>; open_questions: Array<OpenQuestion> };
	"question.ask": { advice?: string; ahead: number; question: string; usual_wait_s: number; version: number; duplicate: boolean };
	"question.me_too": { question: string; state: string; version: number; duplicate: boolean };
	"question.claim": { question: string; state: string; version: number; duplicate: boolean };
	"question.release": { question: string; state: string; version: number; duplicate: boolean };
	"question.answer": { advice?: string; question: string; state: string; version: number; duplicate: boolean };
	"question.accept": { question: string; state: string; version: number; duplicate: boolean };
	"question.reopen": { question: string; state: string; version: number; duplicate: boolean };
}

export interface EventData {
	"read.moved": ReadMoved;
	"stream.renamed": StreamRenamed;
	"newcomer.joined": Membered;
	"newcomer.contacted": Membered;
	"member.asked": Membered;
	"member.approved": Membered;
	"member.declined": Membered;
	"request.ended": Membered;
	"codes.guarded": CodesGuarded;
	"member.joined": MemberJoined;
	"member.left": Membered;
	"member.role_changed": Membered;
	"member.renamed": Renamed;
	"people.changed": PeopleChanged;
	"person.erased": PersonErased;
	"name.held": NameHeld;
	"name.settled": NameSettled;
	"name.decided": NameDecided;
	"member.muted": Muted;
	"member.unmuted": Unmuted;
	"photo.removed": PhotoRemoved;
	"message.posted": OneMessage;
	"message.edited": OneMessage;
	"message.deleted": OneMessage;
	"room.archived": OneStream;
	"room.opened": OneStream;
	"flag.raised": CaseTold;
	"flag.closed": CaseTold;
	"flag.decided": FlagDecided;
	"level.changed": LevelChanged;
	"report.filed": Reported;
	"report.corrected": Reported;
	"report.voided": Reported;
	"milestone.reached": MilestoneReached;
	"goal.reached": MilestoneReached;
	"feed.summarised": Summary;
	"question.asked": OneQuestion;
	"question.claimed": OneQuestion;
	"question.released": OneQuestion;
	"question.answered": OneQuestion;
	"question.accepted": OneQuestion;
	"question.reopened": OneQuestion;
	"question.escalated": OneQuestion;
	"question.moved": QuestionMoved;
	"answer.delivered": AnswerDelivered;
}

export interface Pushed {
	"reset": Reset;
	"dropped": Dropped;
	"bump": Bump;
	"typing": TypingPeople;
	"bye": Bye;
	"presence": Presence;
}
