import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Chip } from "../ui/chip";
import { SelectField } from "../ui/field";
import { TextArea } from "../ui/text-area";
import { mayIn } from "./places";
import type { Draft, Team } from "./sheet-state";

const NOTE_MAX = 500;

interface Props {
	team: Team;
	draft: Draft;
	change: (part: Partial<Draft>) => void;
}

/** What is seldom needed, one tap away: a note, and whose work it was. */
export function MoreAboutIt({ team, draft, change }: Props) {
	const [hasNote, setNote] = useState(draft.note !== "");
	const [isForOther, setForOther] = useState(draft.onBehalfOf !== "");
	const mayForOthers = mayIn(team.id, "report_for_others");
	return (
		<>
			{hasNote && (
				<TextArea
					label={t("reports.note")}
					hint={t("reports.note_hint")}
					value={draft.note}
					rows={2}
					maxLength={NOTE_MAX}
					onInput={(note) => change({ note })}
				/>
			)}
			{isForOther && (
				<Colleague
					team={team}
					value={draft.onBehalfOf}
					onChange={(onBehalfOf) => change({ onBehalfOf })}
				/>
			)}
			<div class="cluster">
				{!hasNote && (
					<Chip onClick={() => setNote(true)}>{t("reports.add_note")}</Chip>
				)}
				{!isForOther && mayForOthers && (
					<Chip onClick={() => setForOther(true)}>
						{t("reports.for_other")}
					</Chip>
				)}
			</div>
		</>
	);
}

interface Member {
	user: { id: string; name: string };
}

interface ColleagueProps {
	team: Team;
	value: string;
	onChange: (id: string) => void;
}

function Colleague({ team, value, onChange }: ColleagueProps) {
	const [members, setMembers] = useState<Member[]>([]);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.get<{ items: Member[] }>(`/api/v1/units/${team.id}/members`)
			.then((found) => setMembers(found.items))
			.catch(() => setError(t("reports.members_later")));
	}, [team.id]);
	const self = client.store.user.value?.id;
	const others = members.filter((member) => member.user.id !== self);
	return (
		<SelectField
			label={t("reports.whose_work")}
			value={value}
			error={error}
			options={[
				{ value: "", label: t("reports.my_own") },
				...others.map(({ user }) => ({ value: user.id, label: user.name })),
			]}
			onChange={onChange}
		/>
	);
}
