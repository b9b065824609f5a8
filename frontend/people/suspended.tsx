import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { toast } from "../ui/toast";
import { MemberMenu } from "./member-menu";
import { MemberRow } from "./member-row";
import { membersOut, type OutPage } from "./people-data";

interface Props {
	unit: string;
	/** Changes when somebody may have been suspended or let back in. */
	version: number;
	onDone: () => void;
}

/** Below the members, for who decides about people: who is out, and the way back in. */
export function Suspended({ unit, version, onDone }: Props) {
	const { page, more } = useOut(unit, version);
	if (!page || page.items.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("people.out")}</h2>
			<ul class="rows" aria-label={t("people.out")}>
				{page.items.map((member) => (
					<li key={member.id}>
						<MemberRow
							member={member}
							end={
								<MemberMenu member={member} may={page.may} onDone={onDone} />
							}
						/>
					</li>
				))}
			</ul>
			{page.next && (
				<Button isWide onClick={more}>
					{t("core.show_more")}
				</Button>
			)}
		</section>
	);
}

function useOut(unit: string, version: number) {
	const [page, setPage] = useState<OutPage | null>(null);
	const load = async (cursor: string | null) => {
		try {
			const fresh = await membersOut(unit, cursor);
			setPage((now) =>
				cursor && now
					? { ...fresh, items: [...now.items, ...fresh.items] }
					: fresh,
			);
		} catch (failure) {
			toast(sentenceFor(failure), { kind: "urgent" });
		}
	};
	useEffect(() => void load(null), [unit, version]);
	return { page, more: () => void load(page?.next ?? null) };
}
