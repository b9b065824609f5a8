import { KeySquare, Plus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../core/api";
import { formatDay, t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { Icon } from "../../ui/icon";
import { ListRow } from "../../ui/list-row";
import { Skeleton } from "../../ui/skeleton";
import { toast } from "../../ui/toast";
import { TokenSheet } from "./token-sheet";

export interface Token {
	id: string;
	name: string;
	scope: "read" | "write";
	expires_at: string;
	last_used_at: string | null;
}

/** What programs speak with in one's name. */
export function TokensSection() {
	const [tokens, setTokens] = useState<Token[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	const [isMaking, setMaking] = useState(false);
	const load = () =>
		api
			.get<{ items: Token[] }>("/api/v1/me/tokens")
			.then((found) => setTokens(found.items))
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => void load(), []);
	const end = (token: Token) =>
		void api
			.remove(`/api/v1/me/tokens/${token.id}`)
			.then(() => toast(t("accounts.token_ended")))
			.catch((failure) => toast(sentenceFor(failure), { kind: "urgent" }))
			.then(load);
	const close = () => {
		setMaking(false);
		void load();
	};
	return (
		<section class="stack" aria-labelledby="tokens">
			<h2 class="section-title" id="tokens">
				{t("accounts.tokens")}
			</h2>
			<div class="panel stack">
				<p class="meta">{t("accounts.tokens_detail")}</p>
				<FailureLine>{error}</FailureLine>
				{!tokens && !error && <Skeleton rows={1} />}
				{tokens && tokens.length > 0 && (
					<ul class="rows">
						{tokens.map((one) => (
							<li key={one.id}>
								<Row token={one} onEnd={() => end(one)} />
							</li>
						))}
					</ul>
				)}
				<div class="cluster">
					<Button icon={Plus} onClick={() => setMaking(true)}>
						{t("accounts.make_token")}
					</Button>
				</div>
			</div>
			<TokenSheet isOpen={isMaking} onClose={close} />
		</section>
	);
}

function Row({ token, onEnd }: { token: Token; onEnd: () => void }) {
	const day = formatDay(token.expires_at);
	const scope =
		token.scope === "read"
			? t("accounts.scope_read")
			: t("accounts.scope_write");
	return (
		<ListRow
			start={<Icon of={KeySquare} />}
			title={<bdi>{token.name}</bdi>}
			detail={t("accounts.token_line", { scope, day })}
			end={
				<Button
					kind="quiet"
					onClick={onEnd}
					label={t("accounts.end_token_named", { name: token.name })}
				>
					{t("accounts.end_token")}
				</Button>
			}
		/>
	);
}
