import { KeyRound } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import type { ViewProps } from "../core/registry";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { letBackIn } from "./reentry-sheet";

const ORDINARY = new Set(["volunteer", "coordinator"]);

interface Member {
	user: { id: string; name: string };
	role: string;
}

/** Who is locked out on the day, and stands beside their leader. */
export default function LetBackView({ params }: ViewProps) {
	const unit = params.unit ?? "";
	const [members, setMembers] = useState<Member[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.get<{ items: Member[] }>(`/api/v1/units/${unit}/members`)
			.then((page) =>
				setMembers(page.items.filter((one) => ORDINARY.has(one.role))),
			)
			.catch((failure) => setError(sentenceFor(failure)));
	}, [unit]);
	return (
		<Screen title={t("joining.let_back")} back="/rooms">
			<p class="meta">{t("joining.let_back_lead")}</p>
			<FailureLine>{error}</FailureLine>
			{!members && !error && <Skeleton rows={3} />}
			{members?.length === 0 && (
				<Empty icon={KeyRound} title={t("joining.nobody_to_let_back")} />
			)}
			<ul class="rows">
				{members?.map(({ user }) => (
					<li key={user.id}>
						<div class="row">
							<Avatar id={user.id} name={user.name} />
							<span class="row-body">
								<span class="row-title">
									<bdi>{user.name}</bdi>
								</span>
							</span>
							<Button icon={KeyRound} onClick={() => letBackIn(unit, user)}>
								{t("joining.show_code")}
							</Button>
						</div>
					</li>
				))}
			</ul>
		</Screen>
	);
}
