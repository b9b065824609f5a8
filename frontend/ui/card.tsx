import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface Props {
	icon?: IconNode;
	title: ComponentChildren;
	detail?: ComponentChildren;
	/** At the end of the first line: thanks, a countdown. */
	end?: ComponentChildren;
	tone?: "plain" | "good" | "warn" | "urgent";
	/** Title and detail are our sentences, not a person's words in their own direction. */
	isOurs?: boolean;
	/** Under the text: buttons. */
	children?: ComponentChildren;
}

/** Icon, bold line, muted line: reports, milestones, answers, numbers calls. */
export function Card({
	icon,
	title,
	detail,
	end,
	tone = "plain",
	isOurs,
	children,
}: Props) {
	return (
		<article class={`card card-${tone}`}>
			{icon && (
				<span class="card-icon">
					<Icon of={icon} />
				</span>
			)}
			<div class="card-body">
				<div class="card-line">
					<p class="card-title" dir={isOurs ? undefined : "auto"}>
						{title}
					</p>
					{end && <div class="card-end">{end}</div>}
				</div>
				{detail && (
					<p class="card-detail" dir={isOurs ? undefined : "auto"}>
						{detail}
					</p>
				)}
				{children}
			</div>
		</article>
	);
}
