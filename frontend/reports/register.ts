import { Activity, ClipboardPlus } from "lucide";
import { client } from "../core/client";
import type { StreamSummary } from "../core/protocol";
import {
	registerCard,
	registerComposerAction,
	registerOverlay,
	registerPending,
	registerRoomHeader,
	registerRoute,
	registerStart,
	registerTab,
} from "../core/registry";
import { announce } from "../ui/live-region";
import { CorrectSheet } from "./correct-sheet";
import { GoalBar } from "./goal-bar";
import { keepKinds } from "./kinds";
import { MilestoneCard } from "./milestone-card";
import { newsOf } from "./news";
import { PendingReport } from "./pending-report";
import { keepPlaces } from "./places";
import { ReportCard } from "./report-card";
import { registerReportFolds } from "./report-data";
import { ReportSheet } from "./report-sheet";
import { reportFor } from "./sheet-state";

export function registerReports(): void {
	registerReportFolds();
	registerCard("report.filed", ReportCard);
	registerCard("milestone.reached", MilestoneCard);
	registerCard("goal.reached", MilestoneCard);
	registerPending("report.file", PendingReport);
	registerRoomHeader(GoalBar);
	registerOverlay(ReportSheet);
	registerOverlay(CorrectSheet);
	registerComposerAction({
		id: "report",
		label: "reports.report",
		icon: ClipboardPlus,
		isPrimary: true,
		isShown: (room) => room.may.includes("report"),
		run: openFor,
	});
	registerFeed();
	registerStart(start);
}

function registerFeed(): void {
	registerTab({
		id: "feed",
		label: "reports.feed",
		icon: Activity,
		href: "/feed",
		order: 20,
	});
	const view = () => import("./feed-view");
	registerRoute("/feed", view, { tab: "feed", title: "reports.feed" });
	registerRoute("/feed/:unit", view, { tab: "feed", title: "reports.feed" });
	registerRoute("/wall/:unit", () => import("./wall-view"), {
		isBare: true,
		title: "reports.wall",
	});
}

function openFor(room: StreamSummary): void {
	if (room.unit)
		reportFor.value = {
			id: room.unit.id,
			name: room.title,
			stream: room.stream,
		};
}

function start(): () => void {
	const stopPlaces = keepPlaces();
	const stopKinds = keepKinds();
	const stopNews = client.onEvent((event) => {
		const news = newsOf(event, client.store.user.peek()?.id);
		if (news && !client.store.isQuiet(event.stream)) announce(news);
	});
	return () => {
		stopPlaces();
		stopKinds();
		stopNews();
	};
}
