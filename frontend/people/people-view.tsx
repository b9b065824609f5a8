import { UserSearch } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { ArrangeSheet } from "../arranging/arrange-sheet";
import { t } from "../core/i18n";
import { routeFor } from "../core/registry";
import { mayAnywhere } from "../teams/powers";
import { Badge } from "../ui/badge";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { LINKS } from "./links";
import { MemberRow } from "./member-row";
import { usePeopleChanges } from "./people-changes";
import { type Member, peopleStarting } from "./people-data";
import { Tree } from "./tree";

const REST_MS = 550;
const LETTERS_AT_LEAST = 2;

/** The people of a campaign: find somebody, or go down the tree. */
export default function PeopleView() {
	const [prefix, setPrefix] = useState("");
	const isAsking = prefix.trim().length >= LETTERS_AT_LEAST;
	return (
		<Screen title={t("people.title")}>
			<TextField
				type="search"
				label={t("people.find")}
				value={prefix}
				onInput={setPrefix}
				maxLength={80}
				autoComplete="off"
			/>
			{isAsking ? <Found prefix={prefix.trim()} /> : <Tree />}
			{!isAsking && <Links />}
			<ArrangeSheet />
		</Screen>
	);
}

function Links() {
	const there = LINKS.filter(
		({ href, for: powers }) => routeFor(href) && mayAnywhere(...powers),
	);
	if (there.length === 0) return null;
	return (
		<nav class="rows" aria-label={t("people.more_pages")}>
			{there.map(({ href, label, icon, waiting }) => (
				<ListRow
					key={href}
					href={href}
					start={<Icon of={icon} />}
					title={t(label)}
					end={waiting && <Badge count={waiting()} />}
				/>
			))}
		</nav>
	);
}

interface Answer {
	items: Member[];
	more: boolean;
	error?: string;
}

function Found({ prefix }: { prefix: string }) {
	const answer = useAnswer(prefix);
	if (!answer) return <Skeleton rows={3} />;
	if (answer.error) return <FailureLine>{answer.error}</FailureLine>;
	if (answer.items.length === 0)
		return (
			<Empty
				icon={UserSearch}
				title={t("people.nobody")}
				detail={t("people.nobody_detail")}
			/>
		);
	return (
		<>
			<ul class="rows" aria-label={t("people.found")}>
				{answer.items.map((member) => (
					<li key={member.id}>
						<MemberRow member={member} state={member.presence} withPlace />
					</li>
				))}
			</ul>
			{answer.more && <p class="meta">{t("people.more_found")}</p>}
		</>
	);
}

/** Asked once the typing rests: everybody has two searches in a second. */
function useAnswer(prefix: string): Answer | null {
	const [answer, setAnswer] = useState<Answer | null>(null);
	const [version, setVersion] = useState(0);
	usePeopleChanges(
		({ user }) => answer?.items.some((one) => one.user.id === user) ?? false,
		() => setVersion((last) => last + 1),
	);
	useEffect(() => {
		let isOver = false;
		const timer = setTimeout(async () => {
			const found = await peopleStarting(prefix).catch((failure) => ({
				items: [],
				more: false,
				error: sentenceFor(failure),
			}));
			if (!isOver) setAnswer(found);
		}, REST_MS);
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [prefix, version]);
	return answer;
}
