import { CircleAlert, Clock as ClockIcon } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { PendingProps } from "../core/registry";
import { Card } from "../ui/card";
import { Icon } from "../ui/icon";
import { iconOf } from "./icons";
import { countOf } from "./kinds";

/** A report of mine that the server does not have yet. */
export function PendingReport({ entry }: PendingProps) {
	const kind = String(entry.fields.kind);
	const what = countOf(kind, Number(entry.fields.quantity));
	const isFailed = entry.state === "failed";
	return (
		<div class="pending-report">
			<Card
				isOurs
				icon={iconOf(kind)}
				tone={isFailed ? "urgent" : "plain"}
				title={
					<>
						{t("reports.you")}
						{t("reports.separator")}
						<bdi>{what}</bdi>
					</>
				}
				detail={
					<span class="pending-report-state">
						<Icon of={isFailed ? CircleAlert : ClockIcon} size={16} />
						{isFailed
							? [t("core.failed"), entry.error]
									.filter(Boolean)
									.join(t("reports.separator"))
							: t(entry.state === "sent" ? "core.sent" : "core.waiting")}
					</span>
				}
			>
				{isFailed && (
					<div class="cluster">
						<button
							type="button"
							class="link"
							onClick={() => void client.outbox.tryAgain(entry.client_id)}
						>
							{t("core.try_again")}
						</button>
						<button
							type="button"
							class="link"
							onClick={() => void client.outbox.remove(entry.client_id)}
						>
							{t("core.delete")}
						</button>
					</div>
				)}
			</Card>
		</div>
	);
}
