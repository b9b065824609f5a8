import { CircleAlert, RotateCw } from "lucide";
import { formatExact, formatTime, t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { Icon } from "../ui/icon";
import { Shut } from "../ui/shut";
import { Skeleton } from "../ui/skeleton";
import { Text } from "../ui/text";
import type { Refreshed } from "../ui/use-refreshed";

/** When the figures were taken, and whether that is as new as it should be. */
export function AsOf({ at, error }: { at: string; error: unknown }) {
	const time = (
		<time dateTime={at} title={formatExact(at)}>
			{formatTime(at)}
		</time>
	);
	return (
		<div class="overview-as-of">
			<p class="meta">
				<Text k="overview.as_of" parts={{ time }} />
			</p>
			{/* Always there, so that what comes into it is read out. */}
			<p class="meta warn" role="status">
				{error ? (
					<>
						<Icon of={CircleAlert} size={16} />
						<span>
							{t("overview.not_refreshed", { why: sentenceFor(error) })}
						</span>
					</>
				) : null}
			</p>
		</div>
	);
}

/** In place of an answer that never came. */
export function Missing({ answer, error, ask }: Refreshed<unknown>) {
	if (answer) return null;
	if (!error) return <Skeleton kind="card" rows={5} />;
	if (isRefusal(error)) return <Shut detail={t("overview.shut")} />;
	return (
		<Empty
			icon={CircleAlert}
			title={sentenceFor(error)}
			action={
				<Button icon={RotateCw} onClick={ask}>
					{t("core.try_again")}
				</Button>
			}
		/>
	);
}
