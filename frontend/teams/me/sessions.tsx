import { Laptop, Smartphone } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../core/api";
import { formatMoment, t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { Icon } from "../../ui/icon";
import { ListRow } from "../../ui/list-row";
import { Skeleton } from "../../ui/skeleton";
import { Ago } from "../../ui/time";
import { toast } from "../../ui/toast";
import "../../styles/sessions.css";

interface Session {
	id: string;
	browser: string | null;
	system: string | null;
	since: string;
	last_seen_at: string;
	is_current: boolean;
}

const PHONES = new Set(["Android", "iPhone", "iPad"]);

/** Where one is signed in; each can be signed out from here. */
export function SessionsSection() {
	const [sessions, setSessions] = useState<Session[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		api
			.get<{ items: Session[] }>("/api/v1/me/sessions")
			.then((found) => setSessions(found.items))
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => void load(), []);
	const end = (path: string) =>
		void api
			.remove(path)
			.then(() => toast(t("accounts.session_ended")))
			.catch((failure) => toast(sentenceFor(failure), { kind: "urgent" }))
			.then(load);
	const hasOthers = sessions?.some((one) => !one.is_current);
	return (
		<section class="stack" aria-labelledby="sessions">
			<h2 class="section-title" id="sessions">
				{t("accounts.sessions")}
			</h2>
			<FailureLine>{error}</FailureLine>
			{!sessions && !error && <Skeleton rows={2} />}
			{sessions && (
				<div class="panel stack">
					<ul class="rows">
						{sessions.map((one) => (
							<li key={one.id}>
								<Row
									session={one}
									onEnd={() => end(`/api/v1/me/sessions/${one.id}`)}
								/>
							</li>
						))}
					</ul>
					{hasOthers && (
						<Button onClick={() => end("/api/v1/me/sessions")}>
							{t("accounts.end_others")}
						</Button>
					)}
				</div>
			)}
		</section>
	);
}

function Row({ session, onEnd }: { session: Session; onEnd: () => void }) {
	const isPhone = PHONES.has(session.system ?? "");
	const device = nameOf(session);
	const since = formatMoment(session.since);
	return (
		<ListRow
			start={<Icon of={isPhone ? Smartphone : Laptop} />}
			title={
				<span class="session-title">
					<bdi>{device}</bdi>
					{session.is_current && (
						<span class="pill session-here">{t("accounts.this_session")}</span>
					)}
				</span>
			}
			detail={
				<>
					<time class="session-time" dateTime={session.since}>
						{t("accounts.signed_in_at", { time: since })}
					</time>
					{!session.is_current && (
						<span class="session-time">
							{t("accounts.last_seen")} <Ago at={session.last_seen_at} />
						</span>
					)}
				</>
			}
			end={
				!session.is_current && (
					<Button
						kind="quiet"
						onClick={onEnd}
						label={t("accounts.end_session", { device, time: since })}
					>
						{t("teams.sign_out")}
					</Button>
				)
			}
		/>
	);
}

function nameOf({ browser, system }: Session): string {
	if (browser && system) return t("accounts.device", { browser, system });
	return browser ?? system ?? t("accounts.unknown_device");
}
