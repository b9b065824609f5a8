import { Activity, DoorOpen, Heart, Sparkles } from "lucide";
import { formatNumber } from "../core/i18n";
import { Avatar } from "./avatar";
import { Badge } from "./badge";
import { Button } from "./button";
import { Card } from "./card";
import { Icon } from "./icon";
import { ListRow } from "./list-row";
import { Group, LONG } from "./styleguide-group";

export function People() {
	return (
		<Group title="list-row, avatar, badge">
			<ul class="rows">
				<li>
					<ListRow
						href="/styleguide"
						start={<Avatar id="1" name="Nour" state="online" />}
						title="Riverside"
						detail="leader"
						end={<Badge count={2} label="2 new" />}
					/>
				</li>
				<li>
					<ListRow
						href="/styleguide"
						isCurrent
						start={<Avatar id="2" name="حسن" state="away" />}
						title={<bdi>ضفة النهر</bdi>}
						end={<Badge count={120} label="120 new" />}
					/>
				</li>
				<li>
					<ListRow
						start={<Avatar id="3" name="You" isSelf state="on_desk" />}
						title={LONG}
						detail={LONG}
						end={<Badge count={12} kind="quiet" label="12 people" />}
					/>
				</li>
			</ul>
		</Group>
	);
}

export function Cards() {
	const thanks = (
		<button type="button" class="pill">
			<Icon of={Heart} label="Thanks" /> {formatNumber(3)}
		</button>
	);
	return (
		<Group title="card: report, milestone, numbers call, urgent">
			<Card
				icon={DoorOpen}
				title="Sam · 25 doors"
				detail="Riverside now 340 · 12 conversations"
				end={thanks}
			/>
			<Card
				icon={Sparkles}
				tone="good"
				title="300 doors today"
				detail="Best day of this team so far. Thank you, all nine of you."
			/>
			<Card
				icon={Activity}
				tone="warn"
				title="Numbers call at 18:30"
				detail="3 teams have not reported"
			/>
			<Card icon={DoorOpen} tone="urgent" title={LONG} detail={LONG}>
				<div class="cluster">
					<Button kind="primary">Use this</Button>
					<Button>Me too</Button>
				</div>
			</Card>
		</Group>
	);
}
