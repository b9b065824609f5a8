import { Flag } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { formatDay, type Key, t } from "../core/i18n";
import type { Item, Message } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import { called } from "../ui/called";
import { Empty } from "../ui/empty";
import { roleName } from "../ui/role";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { Ago, Clock } from "../ui/time";
import type { CaseDetail } from "./cases";
import { Decide } from "./decide";
import { queueChanges } from "./inbox";

/** One case: what was flagged, what was said around it, who it is about, what to do. */
export default function CaseView({ params }: ViewProps) {
	const found = useCase(params.case ?? "");
	return (
		<Screen
			title={found ? titleOf(found) : t("trust.flags")}
			back="/people/flags"
		>
			{found === undefined && <Skeleton rows={6} />}
			{found === null && (
				<Empty icon={Flag} title={t("trust.gone_from_queue")} />
			)}
			{found && (
				<div class="stack">
					<Said of={found} />
					<Person of={found} />
					<Around of={found} />
					<Decide of={found} />
				</div>
			)}
		</Screen>
	);
}

function titleOf({ person, message }: CaseDetail) {
	const name = called(person.name);
	return <bdi>{message ? t("trust.by_person", { name }) : name}</bdi>;
}

function Said({ of }: { of: CaseDetail }) {
	const text = of.message?.text;
	return (
		<section class="panel stack">
			{text && (
				<blockquote class="trust-quote" dir="auto" lang={of.message?.language}>
					{text}
				</blockquote>
			)}
			{of.message?.deleted && <p class="muted">{t("trust.gone")}</p>}
			<h2 class="section-title">{t("trust.what_they_say")}</h2>
			<ul class="trust-flags">
				{of.flags.map((flag) => (
					<li key={flag.at}>
						<span>{t(`trust.reason_${flag.reason}` as Key)}</span>
						<span class="meta">
							{" · "}
							<Ago at={flag.at} />
						</span>
						{flag.words && <p dir="auto">{flag.words}</p>}
					</li>
				))}
			</ul>
		</section>
	);
}

function Person({ of }: { of: CaseDetail }) {
	const { flagged, acted_on } = of.former;
	const role = of.member ? roleName(of.member.role) : "";
	const before =
		flagged === 0
			? t("trust.never_flagged")
			: `${t("trust.former", { count: flagged })} · ${t("trust.consequences", { count: acted_on })}`;
	return (
		<section class="panel">
			<h2 class="section-title">
				{t("trust.about", { name: called(of.person.name) })}
			</h2>
			<p>
				<bdi>{of.unit.name}</bdi>
				{role && ` · ${role}`}
			</p>
			{of.member && (
				<p>{t("trust.here_since", { day: formatDay(of.member.since) })}</p>
			)}
			<p>{before}</p>
		</section>
	);
}

function Around({ of }: { of: CaseDetail }) {
	if (of.around.length === 0) return null;
	return (
		<section class="panel">
			<h2 class="section-title">{t("trust.around")}</h2>
			<ol class="trust-around">
				{of.around.map((item) => (
					<AroundLine
						key={item.seq}
						item={item}
						isIt={item.seq === of.message?.seq}
					/>
				))}
			</ol>
		</section>
	);
}

function AroundLine({ item, isIt }: { item: Item; isIt: boolean }) {
	const message = item.data.message as Message;
	return (
		<li class={isIt ? "trust-it" : undefined} aria-current={isIt || undefined}>
			<span class="meta">
				<bdi>{item.by && called(item.by.name)}</bdi> <Clock at={item.at} />
			</span>
			<p dir="auto" lang={message.language}>
				{message.deleted ? t("trust.gone") : message.text}
			</p>
		</li>
	);
}

/** undefined while it loads; null when it does not wait for this person any more. */
function useCase(id: string): CaseDetail | null | undefined {
	const [found, setFound] = useState<CaseDetail | null>();
	const changes = queueChanges.value;
	useEffect(() => {
		api
			.get<CaseDetail>(`/api/v1/flags/${id}`)
			.then(setFound)
			.catch(() => setFound(null));
	}, [id, changes]);
	return found;
}
