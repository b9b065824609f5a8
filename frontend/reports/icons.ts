import {
	CalendarCheck,
	Car,
	ClipboardList,
	DoorOpen,
	FlaskConical,
	Hand,
	House,
	type IconNode,
	Layers,
	MessagesSquare,
	Package,
	Phone,
	Signpost,
	Users,
	Utensils,
} from "lucide";
import { kindOf } from "./kinds";

const ICONS: Record<string, IconNode> = {
	calls: Phone,
	conversations: MessagesSquare,
	doors: DoorOpen,
	homes: House,
	kits: Package,
	meals: Utensils,
	meetings: Users,
	referrals: Signpost,
	rides: Car,
	samples: FlaskConical,
	sandbags: Layers,
	shifts: CalendarCheck,
	signups: Hand,
};

export function iconOf(kind: string): IconNode {
	return ICONS[kindOf(kind)?.icon ?? ""] ?? ClipboardList;
}
